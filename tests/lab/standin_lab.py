# SPDX-License-Identifier: MIT
"""The stand-in beyond a firewall, before any cloud exists: `egress-check --standin HOST` from the site, first open, then
with a port closed; and the stand-in's own DNS instead of --standin."""
import json

import lab

lab.need_root_and_namespaces()
checks = lab.Checks()


def check(site, *options):
    done = site.check("--hub", "contoso", "--ca", site.folder / "ca.pem", "--service-roots", site.folder / "ca.pem",
                      "--registry", "docker.io", "--registry", "contoso.azurecr.io/public/hello:latest", "--dps",
                      "--limit", 1.5, "--json", "-", *options)
    checks.that(done.returncode in (0, 1), "exit %d: %s" % (done.returncode, done.stderr))
    return json.loads(done.stdout)


with lab.Lab() as site:
    site.start(site.cloud, lab.BIN / "egress-standin", "--address", lab.HUB, "--ca-out", site.folder / "ca.pem",
               "--ready-file", site.folder / "ready", ready=(site.folder / "ready").exists)
    report = check(site, "--standin", lab.HUB)
    checks.that(report["verdict"] == "ready", "open: %s %s" % (report["verdict"], report["findings"]))
    checks.that(all(p["works"] for p in report["paths"]), "open: %s" % [(p["id"], p["failed"]) for p in report["paths"] if not p["works"]])
    checks.that(all(s["source"] == "pinned" for p in report["paths"] for s in p["steps"] if s["step"] == "resolve"), "names are pinned")
    hosts = {p["host"] for p in report["paths"]}
    checks.that("production.cloudfront.docker.com" in hosts, "Docker Hub's layer host: %s" % hosts)
    checks.that(any(h.endswith(".data.azurecr.io") for h in hosts), "the registry's layer host: %s" % hosts)

    report = check(site, "--resolver", lab.HUB)
    checks.that(report["verdict"] == "ready", "by its DNS: %s %s" % (report["verdict"], report["findings"]))

    site.block([5671], "icmp")
    report = check(site, "--standin", lab.HUB)
    checks.that(report["recommendation"]["upstream_protocol"] == "AmqpWs", "5671 closed: %s" % report["recommendation"]["upstream_protocol"])
    checks.that([f["box"] for f in report["findings"] if f["cause"] == "tcp.admin_prohibited"] == [lab.GATEWAY_IN], "the box: %s" % report["findings"])
checks.end()
