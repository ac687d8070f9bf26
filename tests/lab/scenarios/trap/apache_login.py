# SPDX-License-Identifier: MIT
"""An Apache asks for a login, and the device has it."""
from injections import WEB, only_by_proxy
from injections_proxy import as_user
from injections_sites import apache_login

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = as_user(apache_login, "edge", "secret")
