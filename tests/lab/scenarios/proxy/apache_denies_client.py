# SPDX-License-Identifier: MIT
"""An Apache lets nobody but itself in."""
from injections import only_by_proxy
from injections_sites import apache

INJECT = only_by_proxy
CAUSE = "proxy.access_denied"
WORKS = {"direct": set(), "proxy": set()}
PROXY = apache(access="Require local")
