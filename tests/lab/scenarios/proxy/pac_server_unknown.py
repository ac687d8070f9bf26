"""The host that should have the site's PAC file has no name; the direct way is open."""
from injections import ALL
from injections_proxy import PAC_URL, device_files, pac

FAULTS = ("D33",)
INJECT = ()
CAUSE = "proxy.pac"
WORKS = {"direct": ALL}
OPTIONS = ("--pac", "http://nowhere.corp.example/proxy.pac", "--root", device_files("empty"))
