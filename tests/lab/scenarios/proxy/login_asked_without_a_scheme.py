# SPDX-License-Identifier: MIT
"""The proxy says 407 and offers no scheme at all; the device has no login."""
from injections import only_by_proxy
from injections_offices import office

FAULTS = ("D07",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_required"
ACCEPT = ("proxy.auth_unsupported_scheme",)  # nothing that is offered can be done
WORKS = {"direct": set(), "proxy": set()}
PROXY = office("nothing-offered")
