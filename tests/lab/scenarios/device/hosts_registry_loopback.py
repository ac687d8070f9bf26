# SPDX-License-Identifier: MIT
"""A line of the hosts file sends the registry's name to the device itself."""
from injections import hosts

FAULTS = ("F07",)
INJECT = hosts("127.0.0.1 mcr.microsoft.com")
CAUSE, WHERE = "host.hosts_override", "device"
BROKEN = ("mcr",)
