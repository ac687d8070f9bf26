# SPDX-License-Identifier: MIT
"""A Privoxy blocks the hub's name."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import privoxy

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = privoxy("{+block{IoT}}", ".azure-devices.net")
