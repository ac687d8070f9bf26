# SPDX-License-Identifier: MIT
"""A relay on the device itself passes everything on to the site's proxy, which is not there."""
from injections import only_by_proxy
from injections_offices import on_device_to_nobody

FAULTS = ("D16",)
INJECT = only_by_proxy
CAUSE = "proxy.upstream_blocked"
WORKS = {"direct": set(), "proxy": set()}
PROXY = on_device_to_nobody
