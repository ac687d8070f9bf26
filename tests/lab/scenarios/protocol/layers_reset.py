# SPDX-License-Identifier: MIT
"""The host of the registry's layers resets behind TLS whatever it is asked."""
from injections import DATA, DATA6
from injections_reading import front

FAULTS = ("E14",)
INJECT = front("=tls:good:reset", of=(DATA, DATA6))
CAUSE = "http.no_answer"
ACCEPT = ("net.cut_after_data",)  # reset when the request comes
BROKEN = ("mcr_data",)
