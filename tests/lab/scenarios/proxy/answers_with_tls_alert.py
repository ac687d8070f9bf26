# SPDX-License-Identifier: MIT
"""What listens at the proxy's port speaks TLS, and says so with an alert."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D03",)
INJECT = only_by_proxy
CAUSE = "proxy.scheme_mismatch"
WHERE = "device"
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("tls-alert")
