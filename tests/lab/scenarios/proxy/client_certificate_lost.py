# SPDX-License-Identifier: MIT
"""The hub asks for a certificate of the client, and the inspecting proxy, whose CA the device trusts, does not ask on."""
from injections import ALL, WEB
from injections_tls import faulty_server
from squids import inspected_trust, squid_bump_websocket

FAULTS = ("C20", "C07")
INJECT = faulty_server("asks:good", 443)
CAUSE = "tls.intercepted_trusted"
ALSO = ("tls.client_cert_lost",)
ACCEPT = ("tls.client_cert_lost",)
WHERE = "proxy"
WORKS = {"direct": ALL, "proxy": WEB}
PROXY = squid_bump_websocket
OPTIONS = ("--ca", inspected_trust)
