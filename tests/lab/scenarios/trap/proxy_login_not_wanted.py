# SPDX-License-Identifier: MIT
"""The device has a login, and the proxy does not ask for one."""
from injections import WEB, only_by_proxy
from injections_offices import office
from injections_proxy import as_user

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = as_user(office("says-close"), "edge", "secret12")
