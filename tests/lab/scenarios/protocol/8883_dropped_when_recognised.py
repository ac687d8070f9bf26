# SPDX-License-Identifier: MIT
"""The firewall recognises MQTT by the first packets after TLS, and drops what follows."""
from injections import ALL
from injections_protocol import cut_after

FAULTS = ("E05",)
INJECT = cut_after(6, "packets", [8883], "DROP")
CAUSE = "net.cut_after_data"
WORKS = {"direct": ALL - {"mqtt"}}
ACCEPT = ("mqtt.no_answer",) # the same in the protocol's words: the application is to be allowed, not only the port
