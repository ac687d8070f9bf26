# SPDX-License-Identifier: MIT
"""The proxy's name does not exist."""
from injections import only_by_proxy
from injections_proxy import url

FAULTS = ("D01",)
INJECT = only_by_proxy
CAUSE = "proxy.dns"
WHERE = ("device", "unknown")  # the address is wrong, or the resolver lacks the name; as written here, the address
WORKS = {"direct": set(), "proxy": set()}
PROXY = url("http://nowhere.corp.example:3128")
