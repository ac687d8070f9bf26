# SPDX-License-Identifier: MIT
"""aziot-edged and docker are set to the proxy, and aziot-identityd to one that is gone."""
from injections import WEB, only_by_proxy
from injections_offices import units
from squids import squid_open

FAULTS = ("D32",)
INJECT = only_by_proxy
CAUSE = "proxy.settings_differ"
ACCEPT = ("proxy.unreachable", "proxy.dns")  # by the one that is gone
WHERE = "device"
WORKS = {"direct": set(), "proxy": WEB}
PROXY = squid_open
OPTIONS = ("--root", units('settings_old_proxy_in_identityd', aziot_edged="[Service]\nEnvironment=\"https_proxy=@\"\n", aziot_identityd="[Service]\nEnvironment=\"https_proxy=http://oldproxy.corp.example:3128\"\n", docker="[Service]\nEnvironment=\"https_proxy=@\"\n"))
