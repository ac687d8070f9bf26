# SPDX-License-Identifier: MIT
"""The site's PAC file sends the registry by the proxy and the hub directly, and directly 443 is reset."""
from injections import PLAIN, firewall
from injections_settings import PAC_URL, device_files, pac

FAULTS = ("D33", "B01")
INJECT = (firewall('iifname "in" oifname "out" tcp dport 443 reject with tcp reset'), pac("half.pac", 'function FindProxyForURL(url, host) { if (dnsDomainIs(host, "microsoft.com")) return "PROXY nowhere.corp.example:3128"; return "DIRECT"; }'))
CAUSE = "tcp.reset"
ACCEPT = ("proxy.pac", "proxy.dns")  # the file names a proxy that is nowhere
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
OPTIONS = ("--pac", PAC_URL + "half.pac", "--root", device_files("empty"))
