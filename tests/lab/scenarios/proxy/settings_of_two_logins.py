# SPDX-License-Identifier: MIT
"""aziot-edged and docker have the proxy's new password, aziot-identityd the old one."""
from injections import WEB, only_by_proxy
from injections_proxy import as_user
from injections_settings import device_files
from squids import squid_basic

FAULTS = ("D32", "D08")
INJECT = only_by_proxy
CAUSE = "proxy.settings_differ"
ACCEPT = ("proxy.auth_failed",)  # of the old one
WHERE = "device"
WORKS = {"direct": set(), "proxy": WEB}
PROXY = as_user(squid_basic)
OPTIONS = ("--root", device_files("logins", edged=as_user(squid_basic), docker=as_user(squid_basic), identityd=as_user(squid_basic, "edge", "last year's")))
