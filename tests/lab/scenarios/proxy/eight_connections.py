"""A squid lets a device have eight connections at a time: more than IoT Edge needs, and fewer than a check may open."""
from injections import WEB, only_by_proxy
from injections_proxy import eight_connections

FAULTS = ()
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = eight_connections
