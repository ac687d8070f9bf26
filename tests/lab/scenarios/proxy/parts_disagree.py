# SPDX-License-Identifier: MIT
"""aziot-identityd is set to one proxy and docker to another; both work."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_settings import device_files
from proxies import tinyproxy_open
from squids import squid_open

FAULTS = ("D32",)
INJECT = only_by_proxy
CAUSE = "proxy.settings_differ"
WHERE = "device"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
PROXY = squid_open
OPTIONS = ("--root", device_files("parts", identityd=squid_open, edged=squid_open, docker=tinyproxy_open))
