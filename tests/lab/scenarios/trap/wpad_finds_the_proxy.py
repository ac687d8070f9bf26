# SPDX-License-Identifier: MIT
"""The site's DNS has a wpad, whose file names the proxy, the only way out."""
from injections import WEB, only_by_proxy
from injections_offices import wpad
from injections_settings import device_files

INJECT = (only_by_proxy, wpad())
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
OPTIONS = ("--pac", "wpad", "--root", device_files("empty"))
