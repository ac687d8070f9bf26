# SPDX-License-Identifier: MIT
"""An FTP server is at the proxy's port: it greets first."""
from injections import only_by_proxy
from injections_offices import office

FAULTS = ("D06",)
INJECT = only_by_proxy
CAUSE = "proxy.not_a_proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = office("ftp")
