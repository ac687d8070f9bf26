# SPDX-License-Identifier: MIT
"""The device's clock is forty days fast, and the firewall inspects 443 under a CA that it does not know."""
from injections import clock
from injections_reading import box

FAULTS = ("C17", "C06")
INJECT = box("=tls:inspector:relay")
CAUSE = "host.clock_skew"
ACCEPT = ("tls.intercepted_untrusted",)  # both must go
WORKS = {"direct": set()}
ENVIRONMENT = clock("+40d")
