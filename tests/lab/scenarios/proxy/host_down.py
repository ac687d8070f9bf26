# SPDX-License-Identifier: MIT
"""The proxy is switched off: nobody has its address."""
from injections import only_by_proxy
from injections_proxy import url

FAULTS = ("D02", "B05")
INJECT = only_by_proxy
CAUSE = "proxy.unreachable"
WORKS = {"direct": set(), "proxy": set()}
PROXY = url("http://192.0.2.140:3128")
