# SPDX-License-Identifier: MIT
"""The proxy shows a page with 200 for whatever IoT Edge does not need."""
from injections import WEB, only_by_proxy
from injections_offices import office

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = office("unlisted-page")
