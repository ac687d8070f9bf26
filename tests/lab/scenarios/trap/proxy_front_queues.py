# SPDX-License-Identifier: MIT
"""A haproxy lets ten tunnels through at a time and holds the others in a queue."""
from injections import WEB, only_by_proxy
from injections_offices import front

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = front("option http-server-close", more="maxconn 10")
OPTIONS = ("--limit", 4)
