# SPDX-License-Identifier: MIT
"""A haproxy before the proxy denies CONNECT with 405."""
from injections import only_by_proxy
from injections_offices import front

FAULTS = ("D06",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_unsupported"
WORKS = {"direct": set(), "proxy": set()}
PROXY = front("http-request deny deny_status 405 if METH_CONNECT")
