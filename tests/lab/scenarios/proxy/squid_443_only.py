# SPDX-License-Identifier: MIT
"""A squid as it is installed: CONNECT to 443 and to nothing else."""
from injections import WEB, only_by_proxy
from squids import squid_443_only

FAULTS = ("D12",)
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = squid_443_only
