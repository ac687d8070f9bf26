# SPDX-License-Identifier: MIT
"""A squid lets a device have four connections at a time: as many as IoT Edge has once it runs, and fewer than a check may open."""
from injections import WEB, only_by_proxy
from injections_proxy import four_connections

FAULTS = ()
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = four_connections
