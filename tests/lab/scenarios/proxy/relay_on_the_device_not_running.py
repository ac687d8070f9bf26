# SPDX-License-Identifier: MIT
"""The device is set to a relay of its own, which is not running."""
from injections import only_by_proxy
from injections_proxy import url

FAULTS = ("D02",)
INJECT = only_by_proxy
CAUSE = "proxy.unreachable"
WHERE = ("device", "proxy")
WORKS = {"direct": set(), "proxy": set()}
PROXY = url("http://127.0.0.1:3128")
