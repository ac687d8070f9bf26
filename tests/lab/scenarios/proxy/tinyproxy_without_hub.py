# SPDX-License-Identifier: MIT
"""A tinyproxy's list of what it lets through has everything but the hub."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import tinyproxy_allowing

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = tinyproxy_allowing("microsoft.com", "aka.ms", "githubusercontent.com", "azure-devices-provisioning.net")
