# SPDX-License-Identifier: MIT
"""The hub is suspended, and the host of the registry's layers answers 504."""
from injections import DATA, DATA6, PLAIN
from injections_reading import front

FAULTS = ("D37", "E14")
INJECT = (front("=tls:good:suspended"), front("=tls:good:504", of=(DATA, DATA6)))
CAUSE = "http.denied"
ACCEPT = ("http.unexpected",)  # two faults of two services
ALSO = ("http.denied", "http.unexpected",)
WORKS = {"direct": PLAIN}
BROKEN = ("mcr_data",)
