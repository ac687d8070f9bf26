# SPDX-License-Identifier: MIT
"""Benchmark (root): a healthy site of about 40 paths at 50 ms round trip, beside its own slowest path alone, a serial
`openssl s_client` loop and `curl --parallel`; then with two ports silent, beside the step limit. Prints ratios; asserts
nothing. EGRESS_BIN names the folder of the binaries (default: build/release/bin); the delay line is of build/dev."""
import os
import pathlib
import statistics
import subprocess
import sys
import time

os.environ.setdefault("EGRESS_BIN", str(pathlib.Path(__file__).resolve().parents[2] / "build/release/bin"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lab"))
import cloud
import lab

RUNS = 5
LIMIT = 5.0
# 40 paths: hub 5, registry and its layers 2, DPS, ACR, storage, packages, version information, and endpoints of the
# user's own on the same real servers.
SITE = ["--dps", "--registry", "contoso", "--storage", "contoso", "--region", "eastus", "--skip", "ntp"]
EXTRA = ["%s:%s" % (name, what) for name in ("contoso.azure-devices.net", "contoso.device.azure-devices.net")
         for what in ("8883/mqtt", "5671/amqp", "443/mqtt_ws", "443/amqp_ws", "443/https")]
EXTRA += ["%s:443/https" % name for name in lab.NAMES if name != "pool.ntp.org"]


def timed(action):
    begin = time.monotonic()
    result = action()
    return time.monotonic() - begin, result


def client(site, *command):
    return subprocess.run(["ip", "netns", "exec", site.client, *map(str, command)], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=600)


def targets(report):
    return [(p["host"], p["port"]) for p in report["paths"]]


def main():
    lab.need_root_and_namespaces()
    with lab.Lab() as site:
        cloud.up(site)
        site.delay(25)
        options = SITE + [word for e in EXTRA for word in ("--endpoint", e)]
        walls, slowest = [], []
        for _ in range(RUNS):
            wall, report = timed(lambda: site.report(*options, "--limit", LIMIT))
            walls.append(wall)
            bad = [(p["id"], p["failed"]) for p in report["paths"] if not p["works"]]
            assert not bad, bad
        # The slowest path by itself: the registry walk and the layer host it leads to, one after the other.
        for _ in range(RUNS):
            alone, _r = timed(lambda: site.report("--only", "mcr", "--only", "mcr_data", "--limit", LIMIT))
            slowest.append(alone)
        wall, alone = statistics.median(walls), statistics.median(slowest)
        print("site check, %d paths, 50 ms RTT: %.3f s; the slowest path alone (registry walk, layer host): %.3f s; ratio %.2f"
              % (len(report["paths"]), wall, alone, wall / alone))

        hosts = targets(report)
        ca = str(site.folder / "ca.pem")

        def serial():
            for host, port in hosts:
                client(site, "openssl", "s_client", "-connect", "%s:%d" % (host, port), "-servername", host, "-CAfile", ca, "-brief")

        took, _ = timed(serial)
        print("openssl s_client, one after the other (TCP and TLS only): %.3f s; ratio %.1f" % (took, took / wall))
        urls = [word for host, port in hosts for word in ("https://%s:%d/" % (host, port), "-o", "/dev/null")]
        curls = []
        for _ in range(RUNS):
            took, _ = timed(lambda: client(site, "curl", "-s", "--parallel", "--parallel-immediate", "--cacert", ca, "-m", 5, *urls))
            curls.append(took)
        print("curl --parallel (HTTPS to every port; it hangs on the ports that speak no HTTP): %.3f s; ratio %.1f"
              % (statistics.median(curls), statistics.median(curls) / wall))

        for tables, hub in (("iptables", lab.HUB), ("ip6tables", lab.HUB6)):
            lab.run("ip", "netns", "exec", site.firewall, tables, "-I", "FORWARD", "-d", hub, "-p", "tcp", "-m", "multiport",
                    "--dports", "5671,8883", "-j", "DROP")
        silent, report = timed(lambda: site.report(*options, "--limit", LIMIT))
        print("two ports silent, step limit %.1f s: %.3f s; over the limit by %.3f s; verdict %s, %s" % (
            LIMIT, silent, silent - LIMIT, report["verdict"], report["recommendation"]["upstream_protocol"]))


main()
