# SPDX-License-Identifier: MIT
"""A tinyproxy allows CONNECT to 443 and to nothing else."""
from injections import WEB, only_by_proxy
from proxies import tinyproxy_443_only

FAULTS = ("D12",)
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = tinyproxy_443_only
