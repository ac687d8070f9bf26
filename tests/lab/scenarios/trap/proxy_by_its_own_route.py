# SPDX-License-Identifier: MIT
"""The device has no default route and no DNS of the Internet: a route leads to the proxy alone, which does the rest."""
from injections import GATEWAY_IN, WEB, ip
from injections_device import no_default_route
from injections_proxy import NOT_DIRECT
from lab import PROXY as PROXY_ADDRESS
from proxies import port_of, squid_open

INJECT = (*no_default_route(4, 6), ip("client", "route add %s via %s" % (PROXY_ADDRESS, GATEWAY_IN), "route del %s" % PROXY_ADDRESS))
CAUSE = None
PROXY = lambda site: "http://%s:%d" % (PROXY_ADDRESS, port_of(squid_open(site))) # noqa: E731
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
