# SPDX-License-Identifier: MIT
"""The device trusts the inspecting box's CA and lacks the public roots; the hub is exempt from inspection."""
from injections import HUB, HUB6
from injections_sites import inspection_alone
from injections_tls import inspected

FAULTS = ("C22", "C07")
INJECT = inspected(443, exempt=(HUB, HUB6))
CAUSE = "host.trust_store"
ALSO = ("tls.intercepted_trusted",)
WORKS = {"direct": set()}
BROKEN = ()
OPTIONS = ("--ca", inspection_alone)
