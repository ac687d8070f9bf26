"""Egress-check itself may have ten files open: too few to ask a resolver and a server at once."""
FAULTS = ("F06",)
INJECT = ()
CAUSE = "host.resource_limit"
ACCEPT = (None,) # or it does with what it has
WRAP = ("prlimit", "--nofile=10")
