# SPDX-License-Identifier: MIT
"""A proxy answers CONNECT with HTTP/1.0 200 OK, without ado."""
from injections import WEB, only_by_proxy
from injections_proxy import strange

FAULTS = ()
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = strange("http-1.0")
