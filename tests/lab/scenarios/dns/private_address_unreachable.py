# SPDX-License-Identifier: MIT
"""The resolver gives a private address without an alias for the hub; no router knows the way there."""
from injections import HUB_NAME
from injections_dns import asks

FAULTS = ("A14",)
INJECT = asks("at:10.1.2.3", HUB_NAME)
CAUSE = "dns.sinkhole"
ACCEPT = ("dns.private_endpoint",) # a private address of the site's own DNS may be meant so
WORKS, BROKEN = {"direct": set()}, ()
OPTIONS = ("--ipv4",)
