# SPDX-License-Identifier: MIT
"""The proxy inspects TLS, and answers the hub's requests itself with 403; the device trusts its CA."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT, bump_denies_hub
from squids import inspected_trust

FAULTS = ("D37", "C07")
INJECT = only_by_proxy
CAUSE = "http.denied"
ALSO = ("tls.intercepted_trusted",)
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = bump_denies_hub
OPTIONS = ("--ca", inspected_trust)
