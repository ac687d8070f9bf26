# SPDX-License-Identifier: MIT
"""A proxy ends its header lines with LF alone."""
from injections import WEB, only_by_proxy
from injections_proxy import strange

FAULTS = ()
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = strange("bare-lf")
