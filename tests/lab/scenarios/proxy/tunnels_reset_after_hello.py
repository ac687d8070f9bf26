# SPDX-License-Identifier: MIT
"""The proxy resets every tunnel at the client's second piece of data: TLS has come about by then."""
from injections import only_by_proxy
from injections_offices import office

FAULTS = ("D25", "E06")
INJECT = only_by_proxy
CAUSE = "proxy.tunnel_reset"
ACCEPT = ("net.cut_after_data",)  # after so many packets
WORKS = {"direct": set(), "proxy": set()}
PROXY = office("reset-after-2")
