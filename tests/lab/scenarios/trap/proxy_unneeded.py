# SPDX-License-Identifier: MIT
"""A proxy is set, and the direct way works as well."""
from injections import ALL, WEB
from proxies import squid_open

INJECT = ()
CAUSE = None
PROXY = squid_open
WORKS = {"direct": ALL, "proxy": WEB}
