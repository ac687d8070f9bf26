# SPDX-License-Identifier: MIT
"""An Apache lets CONNECT to 443 and 563 alone, as it is installed."""
from injections import WEB, only_by_proxy
from injections_sites import apache

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = apache()
