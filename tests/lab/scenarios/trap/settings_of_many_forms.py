# SPDX-License-Identifier: MIT
"""Every part is set to the proxy: without quotes, with both variables in one line, in capitals, docker by daemon.json."""
from injections import WEB, only_by_proxy
from injections_offices import units
from injections_proxy import url

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = url("auto")
OPTIONS = ("--root", units('settings_of_many_forms', aziot_edged="[Service]\nEnvironment=https_proxy=@\n", aziot_identityd="[Service]\nEnvironment=\"HTTPS_PROXY=@\" \"NO_PROXY=localhost\"\n", daemon='{"proxies": {"http-proxy": "@", "https-proxy": "@", "no-proxy": "localhost,127.0.0.0/8"}}'))
