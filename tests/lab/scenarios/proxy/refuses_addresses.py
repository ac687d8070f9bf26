# SPDX-License-Identifier: MIT
"""A squid refuses addresses in place of names, as many do."""
from injections import WEB, only_by_proxy
from injections_proxy import no_literals

FAULTS = ("D14",)
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = no_literals
