"""A SOCKS proxy works, and IoT Edge has no SOCKS."""
from injections import only_by_proxy
from proxies import dante_open

FAULTS = ("D34",)
INJECT = only_by_proxy
CAUSE = "proxy.kind_unsupported"
WORKS = {"direct": set(), "proxy": set()}
PROXY = dante_open
