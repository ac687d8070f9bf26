# SPDX-License-Identifier: MIT
"""Inside the proxy's tunnels another server speaks."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D25", "C19")
INJECT = only_by_proxy
CAUSE = "tls.not_tls"
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("early-bytes")
