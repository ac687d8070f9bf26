# SPDX-License-Identifier: MIT
"""An Apache asks for a login, and the device's is wrong."""
from injections import only_by_proxy
from injections_proxy import as_user
from injections_sites import apache_login

FAULTS = ("D08",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_failed"
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(apache_login, "edge", "another-word")
