# SPDX-License-Identifier: MIT
"""The proxy, the only way out, asks a helper about every tunnel and takes 0.7 s."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from lab import on_demand
from squids import squid


@on_demand
def thoughtful(site):
    script = site.folder / "thoughtful-helper"
    script.write_text("#!/bin/sh\nwhile read -r line; do sleep 0.7; echo OK; done\n")
    script.chmod(0o755)
    return squid(site, "external_acl_type slow children-max=40 children-startup=20 ttl=1 negative_ttl=1 %%DST %%SRCPORT %s" % script,
                 "acl scanned external slow", "http_access deny !scanned")


INJECT = only_by_proxy
CAUSE = None
PROXY = thoughtful
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
OPTIONS = ("--limit", 5)
