# SPDX-License-Identifier: MIT
"""The proxy lets through what IoT Edge needs, and resets the rest."""
from injections import WEB, only_by_proxy
from injections_offices import office

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = office("unlisted-reset")
