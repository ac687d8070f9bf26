# SPDX-License-Identifier: MIT
"""Devices without a network, or with half of one: a clear finding each, the right exit status, in bounded time."""
import json
import pathlib
import time

import lab
import cloud

lab.need_root_and_namespaces()
checks = lab.Checks()
LIMIT = 1


def asked(site, what, causes, *options, within=LIMIT * 2 + 1.5, exit_status=1):
    """egress-check as the site is now: its headline is one of `causes`; the report."""
    began = time.monotonic()
    done = site.check("--hub", lab.HUB_NAME, "--ca", site.folder / "ca.pem", "--service-roots", site.folder / "ca.pem", "--limit", LIMIT,
                      "--skip", "ntp", "--json", "-", *options)
    seconds = time.monotonic() - began
    checks.that(done.returncode == exit_status, "%s: exit %d %s" % (what, done.returncode, done.stderr))
    checks.that(seconds < within, "%s: took %.1f s" % (what, seconds))
    if not done.stdout:
        return checks.that(False, "%s: no report: %s" % (what, done.stderr))
    report = json.loads(done.stdout)
    found = [(f["cause"], f["severity"]) for f in report["findings"]]
    print("%-40s %.2f s  %s  %s" % (what, seconds, report["verdict"], found))
    head = found[0][0] if found else "none"
    checks.that(head in causes, "%s: headline %s, expected %s; all %s" % (what, head, causes, found))
    checks.that(len([f for f in found if f[1] == "error"]) <= 1, "%s: more than one root cause: %s" % (what, found))
    checks.that(all(f["evidence"] and f["advice"] for f in report["findings"]), "%s: a finding without evidence or advice" % what)
    return report


def ip(site, *words):
    lab.run("ip", "-n", site.client, *words)


with lab.Lab() as site:
    cloud.up(site)
    site.report("--skip", "ntp")  # neighbours of links that are just up take more than this lab's limit to be found
    asked(site, "healthy", {"none"}, exit_status=0)

    conf = pathlib.Path("/etc/netns") / site.client / "resolv.conf"
    conf.write_text("# nothing\n")
    report = asked(site, "no resolver configured", {"dns.unreachable"})
    checks.that("names no resolver" in json.dumps(report), "no resolver: the report does not say so")
    conf.write_text("nameserver nonsense\noptions bogus\n\x00\x01")
    asked(site, "resolv.conf of junk", {"dns.unreachable"})
    site.resolvers("198.51.100.1")  # the gateway: nothing listens there
    asked(site, "resolver that refuses", {"dns.unreachable"})
    site.resolvers("198.51.100.99")  # nobody has this address
    asked(site, "resolver that does not exist", {"host.link_down", "dns.timeout", "dns.unreachable"}, within=LIMIT * 4 + 2)
    site.resolvers(lab.DNS)

    ip(site, "route", "del", "default")
    asked(site, "no IPv4 default route, IPv6 there", {"host.no_route", "dns.unreachable", "dns.timeout"})
    ip(site, "-6", "route", "del", "default")
    asked(site, "no default route at all", {"host.no_route"})
    ip(site, "link", "set", "out", "down")
    asked(site, "link down", {"host.no_route", "host.link_down"})
    ip(site, "link", "set", "lo", "down")
    asked(site, "nothing at all, not even lo", {"host.no_route", "host.link_down"})
    done = site.check(lab.HUB_NAME, "--limit", LIMIT, tool="egress-dns")
    checks.that(done.returncode == 1 and len(done.stdout.splitlines()) >= 3, "egress-dns without network: exit %d %s" % (done.returncode, done.stdout))
    done = site.check(lab.HUB, "--limit", LIMIT, tool="egress-tls")
    checks.that(done.returncode == 1 and "no_route" in done.stdout + "no_route" * ("unreachable" in done.stdout), "egress-tls without network: %s" % done.stdout)
    ip(site, "link", "set", "lo", "up")
    ip(site, "link", "set", "out", "up")
    ip(site, "addr", "replace", lab.CLIENT6 + "/64", "dev", "out", "nodad")  # a link that goes down loses its IPv6 address

    # IPv6 alone: the cloud of the lab has it, so the site is ready.
    ip(site, "addr", "del", lab.CLIENT + "/24", "dev", "out")
    ip(site, "-6", "route", "add", "default", "via", lab.GATEWAY_IN6)
    site.resolvers(lab.DNS6)
    report = asked(site, "IPv6 only", {"none"}, exit_status=0)
    asked(site, "IPv6 only, asked for IPv4", {"host.no_route", "net.ipv6_only"}, "--ipv4")
checks.end()
