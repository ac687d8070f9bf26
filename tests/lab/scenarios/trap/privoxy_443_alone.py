# SPDX-License-Identifier: MIT
"""A Privoxy lets CONNECT to 443 alone."""
from injections import WEB, only_by_proxy
from injections_sites import privoxy

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = privoxy("{+limit-connect{443}}", "/")
