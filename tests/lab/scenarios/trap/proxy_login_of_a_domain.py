# SPDX-License-Identifier: MIT
"""The user's name has a domain with a backslash, the password a slash and a question mark."""
from injections import WEB, only_by_proxy
from injections_offices import office
from injections_proxy import as_user

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = as_user(office("domain-login"), "CORP\\edge", "s3cret#/?")
