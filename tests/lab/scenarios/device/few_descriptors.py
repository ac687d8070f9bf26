# SPDX-License-Identifier: MIT
"""Egress-check itself may have few files open: it does with what it has, and says nothing of the network."""
FAULTS = ("F06",)
INJECT = ()
CAUSE = None
WRAP = ("prlimit", "--nofile=96")
