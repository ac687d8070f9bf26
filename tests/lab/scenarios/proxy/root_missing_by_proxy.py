# SPDX-License-Identifier: MIT
"""The proxy is the only way out, and the device's store lacks the root of the services."""
from injections import only_by_proxy
from injections_tls import other_roots
from squids import squid_open

FAULTS = ("C22",)
INJECT = only_by_proxy
CAUSE = "host.trust_store"
WHERE = "device"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
OPTIONS = ("--ca", other_roots)
