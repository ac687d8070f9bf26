# SPDX-License-Identifier: MIT
"""The proxy denies the provisioning service; the rest passes."""
from injections import WEB, only_by_proxy
from injections_offices import office
from injections_proxy import NOT_DIRECT

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
WORKS = {"direct": set(), "proxy": WEB}
PROXY = office("dps-403")
BROKEN = ("dps", *NOT_DIRECT)
