# SPDX-License-Identifier: MIT
"""An Apache blocks the hub's name (ProxyBlock)."""
from injections import HUB_NAME, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import apache

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = apache("ProxyBlock " + HUB_NAME)
