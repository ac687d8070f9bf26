# SPDX-License-Identifier: MIT
"""The resolver of the proxy, the only way out, gives a page's address for names that do not exist; the rest is right."""
from injections import WEB, only_by_proxy
from injections_proxy import resolver_never_says_no

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = resolver_never_says_no
