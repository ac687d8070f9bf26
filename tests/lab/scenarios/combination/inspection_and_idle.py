# SPDX-License-Identifier: MIT
"""The firewall inspects 443, which the device trusts, and forgets silent connections to 5671 and 8883 after 3 s."""
from injections_protocol import forgets
from injections_tls import inspected
from squids import inspected_trust

FAULTS = ("C07", "E01")
INJECT = (inspected(443), forgets(3, 5671, 8883))
CAUSE = "tls.intercepted_trusted"
ALSO = ("net.idle_timeout", "tls.intercepted_trusted")
ACCEPT = ("net.idle_timeout",)  # neither stops anything at once
OPTIONS = ("--ca", inspected_trust, "--hold", 6)
