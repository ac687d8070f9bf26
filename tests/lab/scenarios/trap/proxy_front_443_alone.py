# SPDX-License-Identifier: MIT
"""A haproxy before the proxy denies every port but 443."""
from injections import WEB, only_by_proxy
from injections_offices import front

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = front("http-request deny unless { url -m end :443 }")
