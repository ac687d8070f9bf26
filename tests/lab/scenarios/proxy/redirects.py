# SPDX-License-Identifier: MIT
"""The proxy sends everybody to its login page (302)."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D21",)
INJECT = only_by_proxy
CAUSE = "proxy.redirect"
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("redirect")
