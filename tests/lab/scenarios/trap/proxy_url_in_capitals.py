# SPDX-License-Identifier: MIT
"""The proxy's URL has capitals, a dot behind the name and a slash behind the port."""
from injections import WEB, only_by_proxy
from squids import squid_open

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = lambda site: squid_open(site).replace("http://proxy.corp.example", "HTTP://Proxy.Corp.Example.") + "/" # noqa: E731
