# SPDX-License-Identifier: MIT
"""A relay on the device itself passes everything on to the site's proxy, the only way out."""
from injections import WEB, only_by_proxy
from injections_offices import on_device

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = on_device
