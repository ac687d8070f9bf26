"""Nothing is wrong."""
INJECT = ()
CAUSE = None
