# SPDX-License-Identifier: MIT
"""A box inspects TLS at 8883, which the device trusts, and waits for HTTP inside."""
from injections import ALL, in_folder
from injections_protocol import answered_by, inspecting

FAULTS = ("D27", "C07")
INJECT = answered_by("silent", 8883, who=inspecting)
CAUSE = "tls.intercepted_trusted" # the root: exempt from inspection, MQTT is answered
ACCEPT = ("mqtt.no_answer",)
WORKS = {"direct": ALL - {"mqtt"}}
OPTIONS = ("--ca", in_folder("both.pem"))
