"""A SOCKS proxy works with the device's login, and IoT Edge has no SOCKS."""
from injections import only_by_proxy
from injections_proxy import as_user
from proxies import microsocks_login

FAULTS = ("D34",)
INJECT = only_by_proxy
CAUSE = "proxy.kind_unsupported"
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(microsocks_login)
