# SPDX-License-Identifier: MIT
"""A broker without TLS stands at the hub's 8883; to a hello it says nothing and closes."""
from injections import ALL, HUB, HUB6, nat, started
from injections_reading import FRONT, FRONT6
from peers import add_addresses


def plain_broker(site):
    add_addresses(site, FRONT, FRONT6)
    conf = site.folder / "plain-broker.conf"
    conf.write_text("user root\nallow_anonymous true\nlistener 1883 %s\nlistener 1883 %s\n" % (FRONT, FRONT6))
    started(site, site.cloud, "mosquitto", "-c", conf, ready=site.listens(site.cloud, 1883))
    nat('iifname "in" ip daddr %s tcp dport 8883 dnat ip to %s:1883' % (HUB, FRONT), 'iifname "in" ip6 daddr %s tcp dport 8883 dnat ip6 to [%s]:1883' % (HUB6, FRONT6))(site)


FAULTS = ("C19", "B15")
INJECT = plain_broker
CAUSE = "tcp.closed_after_connect"
ACCEPT = ("tls.not_tls",)  # it is none
WORKS = {"direct": ALL - {"mqtt"}}
