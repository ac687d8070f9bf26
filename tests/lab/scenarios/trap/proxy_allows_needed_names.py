# SPDX-License-Identifier: MIT
"""The proxy lets through the names that IoT Edge needs and nothing else."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT, allowing

INJECT = only_by_proxy
CAUSE = None
PROXY = allowing(".azure-devices.net", ".azure-devices-provisioning.net", "mcr.microsoft.com", ".data.mcr.microsoft.com", "packages.microsoft.com",
                 "aka.ms", "raw.githubusercontent.com")
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
