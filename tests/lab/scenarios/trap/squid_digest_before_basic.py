# SPDX-License-Identifier: MIT
"""A squid offers Digest before Basic, and the device has a login."""
from injections import WEB, only_by_proxy
from injections_proxy import as_user
from injections_sites import squid_digest_and_basic

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = as_user(squid_digest_and_basic)
