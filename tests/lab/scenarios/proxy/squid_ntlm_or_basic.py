# SPDX-License-Identifier: MIT
"""A squid offers NTLM before Basic, and the device has a login."""
from injections import WEB, only_by_proxy
from injections_proxy import as_user
from squids import squid_ntlm_and_basic

FAULTS = ()
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = as_user(squid_ntlm_and_basic)
