# SPDX-License-Identifier: MIT
"""An Apache that is a proxy, but not for 443."""
from injections import only_by_proxy
from injections_sites import apache

FAULTS = ("D12",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_port"
ACCEPT = ("proxy.access_denied",)  # nothing that was asked need have passed
WORKS = {"direct": set(), "proxy": set()}
PROXY = apache("AllowCONNECT 8443")
