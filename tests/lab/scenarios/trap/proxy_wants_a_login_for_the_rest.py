# SPDX-License-Identifier: MIT
"""The proxy lets through what IoT Edge needs, and wants a login for the rest, which the device does not have."""
from injections import WEB, only_by_proxy
from injections_offices import office

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = office("unlisted-login")
