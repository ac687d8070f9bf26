# SPDX-License-Identifier: MIT
"""The registry's layers are closed by name, the provisioning service is inspected, and MQTT gets no answer behind TLS."""
from injections import ALL
from injections_reading import box, front

FAULTS = ("E14", "C06", "E04")
INJECT = (box("data.mcr=end:close", "provisioning=tls:inspector:relay"), front("=tls:good:silent", ports=(8883,)))
CAUSE = "tls.sni_reset"
ACCEPT = ("tls.intercepted_untrusted",)  # two needed services, two faults
ALSO = ("tls.sni_reset", "tls.intercepted_untrusted", "mqtt.no_answer")
WORKS = {"direct": ALL - {"mqtt"}}
BROKEN = ("dps", "mcr_data")
