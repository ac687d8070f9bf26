"""Egress-check itself may have few files open: what that stops is not the network's fault."""
FAULTS = ("F06",)
INJECT = ()
CAUSE = "host.resource_limit"
ACCEPT = (None,) # or it does with what it has
WRAP = ("prlimit", "--nofile=24")
