# SPDX-License-Identifier: MIT
"""A proxy's status line has no reason."""
from injections import WEB, only_by_proxy
from injections_proxy import strange

FAULTS = ()
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = strange("no-reason")
