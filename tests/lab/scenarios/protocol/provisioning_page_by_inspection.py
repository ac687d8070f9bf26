# SPDX-License-Identifier: MIT
"""A web filter that inspects 443, which the device trusts, shows its page in place of the provisioning service."""
from injections_reading import box
from squids import inspected_trust

FAULTS = ("C07", "D36")
INJECT = box("provisioning=tls:inspector:page", "=tls:inspector:relay")
CAUSE = "net.captive_portal"
ACCEPT = ("http.unexpected", "tls.intercepted_trusted", "http.denied")  # a page of policy, and TLS ends in the box
BROKEN = ("dps",)
OPTIONS = ("--ca", inspected_trust)
