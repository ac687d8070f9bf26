# SPDX-License-Identifier: MIT
"""The user's name is a mail address, the password has a colon."""
from injections import WEB, only_by_proxy
from injections_offices import office
from injections_proxy import as_user

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = as_user(office("mail-login"), "edge@corp.example", "s3:cret")
