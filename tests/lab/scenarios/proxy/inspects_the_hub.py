# SPDX-License-Identifier: MIT
"""The proxy inspects the hub's TLS and no other, and the device does not know its CA."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT, bump_hub

FAULTS = ("C06",)
INJECT = only_by_proxy
CAUSE = "tls.intercepted_untrusted"
WHERE = "proxy"
BOX = "Example Inspection CA"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = bump_hub
