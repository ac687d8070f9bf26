# SPDX-License-Identifier: MIT
"""A tinyproxy's list of clients does not have this device."""
from injections import only_by_proxy
from injections_proxy import tinyproxy_denies_client

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.access_denied"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = tinyproxy_denies_client
