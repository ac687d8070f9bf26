# SPDX-License-Identifier: MIT
"""The server of the PAC file has an error of its own (500); directly nothing gets out."""
from injections import only_by_proxy
from injections_settings import device_files, pac_served
from lab import PROXY_NAME

FAULTS = ("D33",)
INJECT = (only_by_proxy, pac_served("real.pac", None, "location / { return 500; }"))
CAUSE = "proxy.pac"
WORKS = {"direct": set()}
OPTIONS = ("--pac", "http://%s:3101/real.pac" % PROXY_NAME, "--root", device_files("empty"))
