# SPDX-License-Identifier: MIT
"""The hub sends its certificate without the intermediate one."""
from injections_tls import HUB_PORTS, faulty_server

FAULTS = ("C09",)
INJECT = faulty_server("relay:bare", *HUB_PORTS)
CAUSE = "tls.incomplete_chain"
WORKS = {"direct": set()}
BROKEN = ()
