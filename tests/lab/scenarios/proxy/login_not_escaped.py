# SPDX-License-Identifier: MIT
"""The password has a % that stands in the proxy's address as it is, so that another one is sent."""
from injections import only_by_proxy
from injections_proxy import unescaped
from squids import squid_basic

FAULTS = ("D08",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_failed"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = unescaped(squid_basic, "edge:S3cr%3At%2Fx")
