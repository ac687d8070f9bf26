# SPDX-License-Identifier: MIT
"""The hosts file has names of the device itself and of its neighbours, none of them a service's."""
from injections import hosts

INJECT = hosts("127.0.1.1 gateway-7", "198.51.100.40 plc.corp.example", "::1 ip6-localhost")
CAUSE = None
