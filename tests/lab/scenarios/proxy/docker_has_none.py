# SPDX-License-Identifier: MIT
"""aziot-identityd and aziot-edged are set to the proxy, and docker is forgotten."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_settings import device_files
from squids import squid_open

FAULTS = ("D32",)
INJECT = only_by_proxy
CAUSE = "proxy.settings_differ"
WHERE = "device"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
PROXY = squid_open
OPTIONS = ("--root", device_files("docker", identityd=squid_open, edged=squid_open, docker=None))
