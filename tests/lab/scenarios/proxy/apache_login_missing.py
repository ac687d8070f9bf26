# SPDX-License-Identifier: MIT
"""An Apache asks for a login, and the device has none."""
from injections import only_by_proxy
from injections_sites import apache_login

FAULTS = ("D07",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_required"
WORKS = {"direct": set(), "proxy": set()}
PROXY = apache_login
