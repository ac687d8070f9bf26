# SPDX-License-Identifier: MIT
"""In place of the site's PAC file there is a web page; the direct way is open."""
from injections import ALL
from injections_settings import PAC_URL, device_files, pac

FAULTS = ("D33",)
INJECT = pac("page.pac", "<html><title>Sign in</title></html>")
CAUSE = "proxy.pac"
WORKS = {"direct": ALL}
OPTIONS = ("--pac", PAC_URL + "page.pac", "--root", device_files("empty"))
