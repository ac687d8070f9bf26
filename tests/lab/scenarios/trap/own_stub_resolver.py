# SPDX-License-Identifier: MIT
"""The device asks a resolver of its own (dnsmasq on 127.0.0.53), which forwards."""
from injections import resolvers, started
from injections_dns import serves
from lab import DNS


def stub(site):
    started(site, site.client, "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file=", "--user=root", "--no-resolv", "--no-hosts",
            "--bind-interfaces", "--listen-address=127.0.0.53", "--server=" + DNS, ready=serves(site, site.client, "127.0.0.53"))


INJECT = (stub, resolvers("127.0.0.53"))
CAUSE = None
