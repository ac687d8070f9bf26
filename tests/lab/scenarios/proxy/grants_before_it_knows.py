# SPDX-License-Identifier: MIT
"""A proxy grants every tunnel at once, and connects afterwards; everything works."""
from injections import WEB, only_by_proxy
from injections_proxy import strange

FAULTS = ("D26",)
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = strange("fake-200")
