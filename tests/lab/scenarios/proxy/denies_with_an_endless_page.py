# SPDX-License-Identifier: MIT
"""The proxy denies this device, with a page without end."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.access_denied"
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("endless-body")
