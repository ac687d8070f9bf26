# SPDX-License-Identifier: MIT
"""The proxy takes NTLM only, which IoT Edge cannot do."""
from injections import only_by_proxy
from injections_proxy import as_user
from squids import squid_ntlm

FAULTS = ("D09",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_unsupported_scheme"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(squid_ntlm)
