# SPDX-License-Identifier: MIT
"""The proxy denies the host of the registry's layers, which nobody thinks of."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import product

FAULTS = ("D13", "E14")
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = ("mcr_data", *NOT_DIRECT)
PROXY = product("layers-403")
