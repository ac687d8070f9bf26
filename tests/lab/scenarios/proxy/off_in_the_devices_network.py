# SPDX-License-Identifier: MIT
"""The proxy belongs in the device's own network, and is switched off."""
from injections import only_by_proxy
from injections_device import NOBODY
from injections_proxy import url

FAULTS = ("D02", "B06")
INJECT = only_by_proxy
CAUSE = "proxy.unreachable"
WORKS = {"direct": set(), "proxy": set()}
PROXY = url("http://%s:3128" % NOBODY)
OPTIONS = ("--limit", 4)
