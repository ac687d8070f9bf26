# SPDX-License-Identifier: MIT
"""The proxy ends every tunnel 3 s after it began, used or not."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT, strange

FAULTS = ("D31",)
INJECT = only_by_proxy
CAUSE = "net.lifetime_limit"
WHERE = "proxy"
SEVERITY = "warning"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
PROXY = strange("short-life")
OPTIONS = ("--hold", 8)
