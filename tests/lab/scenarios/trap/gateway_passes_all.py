# SPDX-License-Identifier: MIT
"""A transparent gateway reads the server name at 443 and denies another one."""
from injections_sites import name_gateway

INJECT = name_gateway("reject", ".video.example")
CAUSE = None
OPTIONS = ("--ipv4",)
