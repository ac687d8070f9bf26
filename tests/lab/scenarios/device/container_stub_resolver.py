# SPDX-License-Identifier: MIT
"""A container has its host's resolv.conf, which names a resolver that only the host reaches (127.0.0.53)."""
from injections_device import resolv_conf

FAULTS = ("E15",)
INJECT = resolv_conf("nameserver 127.0.0.53\noptions edns0 trust-ad\n")
CAUSE = "dns.unreachable"
WHERE = "device"
WORKS = {"direct": set()}
