# SPDX-License-Identifier: MIT
"""A Privoxy is the only way out."""
from injections import WEB, only_by_proxy
from injections_sites import privoxy

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = privoxy()
