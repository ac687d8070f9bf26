# SPDX-License-Identifier: MIT
"""TLS stands at the hub's 443, and every request is answered by a reset."""
from injections import PLAIN
from injections_reading import front

FAULTS = ("E06",)
INJECT = front("=tls:good:reset")
CAUSE = "http.no_answer"
ACCEPT = ("net.cut_after_data",)  # reset when the request comes
WORKS = {"direct": PLAIN}
BROKEN = ()
