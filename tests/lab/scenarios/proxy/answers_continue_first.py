# SPDX-License-Identifier: MIT
"""A proxy says 100 Continue before its 200."""
from injections import WEB, only_by_proxy
from injections_proxy import strange

FAULTS = ()
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = strange("continue-first")
