# SPDX-License-Identifier: MIT
"""A proxy sends Content-Length and Transfer-Encoding with its 200, which RFC 9110 says to ignore."""
from injections import WEB, only_by_proxy
from injections_proxy import strange

FAULTS = ()
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = strange("length-on-200")
