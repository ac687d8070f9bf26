# SPDX-License-Identifier: MIT
"""A Privoxy lets CONNECT to 8883 and 5671 alone."""
from injections import only_by_proxy
from injections_sites import privoxy

FAULTS = ("D12",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_port"
ACCEPT = ("proxy.access_denied",)  # nothing that was asked need have passed
WORKS = {"direct": set(), "proxy": set()}
PROXY = privoxy("{+limit-connect{5671,8883}}", "/")
