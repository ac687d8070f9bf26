# SPDX-License-Identifier: MIT
"""The proxy denies the provisioning service's name."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT, denying

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = ("dps", *NOT_DIRECT)
PROXY = denying("global.azure-devices-provisioning.net")
