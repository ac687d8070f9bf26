# SPDX-License-Identifier: MIT
"""What is at the proxy's address answers everything with a page: blocked."""
from injections import only_by_proxy
from proxies import nginx_block_page

FAULTS = ("D20",)
INJECT = only_by_proxy
CAUSE = "proxy.html_blockpage"
WORKS = {"direct": set(), "proxy": set()}
PROXY = nginx_block_page
