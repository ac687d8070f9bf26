# SPDX-License-Identifier: MIT
"""A proxy ends tunnels that are silent for a minute, and nobody is that long."""
from injections import WEB, only_by_proxy
from proxies import tinyproxy_open

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = tinyproxy_open
OPTIONS = ("--hold", 5)
