# SPDX-License-Identifier: MIT
"""The proxy listens at 80, and its URL has no port."""
from injections import WEB, only_by_proxy
from injections_offices import at_port_80

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = at_port_80
