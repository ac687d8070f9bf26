# SPDX-License-Identifier: MIT
"""Benchmark (root): the same site by a real squid and directly, the cloud 50 ms away and the proxy near. Prints what the whole
check with a proxy (both ways at once) costs beside the direct check alone, less the round trips that CONNECT itself takes, and
beside curl through the same proxy; asserts nothing. EGRESS_BIN names the folder of the binaries (default: build/release/bin); the
delay line is of build/dev."""
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
import proxies

RUNS = 7
SITE = ("--dps", "--registry", "contoso", "--storage", "contoso", "--region", "eastus", "--skip", "ntp", "--limit", "5")


def connects(report):
    """What CONNECT took on the path that took longest: the part that no check through a proxy can do without. The layer host
    comes after its registry, so both count for it."""
    def tunnel(path):
        return sum(step["elapsed_ms"] for step in path["steps"] if step["step"] == "tunnel")
    by_id = {path["id"]: path for path in report["paths"]}
    ends = max((p for p in report["paths"] if p["via"] == "proxy"), key=lambda p: max(s["started_ms"] + s["elapsed_ms"] for s in p["steps"]))
    return (tunnel(ends) + (tunnel(by_id[ends["after"]]) if ends["after"] in by_id else 0)) / 1000


def timed(site, *options):
    walls, report = [], None
    for _ in range(RUNS):
        begin = time.monotonic()
        report = site.report(*SITE, *options)
        walls.append(time.monotonic() - begin)
        bad = [(p["id"], p["cause"]) for p in report["paths"] if not p["works"]]
        assert not bad, bad
    return statistics.median(walls), report


def main():
    lab.need_root_and_namespaces()
    with lab.Lab(proxy=True) as site:
        cloud.up(site)
        url = proxies.squid_hub_ports(site)
        site.delay(25)
        direct, report = timed(site, "--proxy", "none")
        both, by_both = timed(site, "--proxy", url)
        cost = connects(by_both)
        print("direct, %d paths, 50 ms RTT: %.3f s" % (len(report["paths"]), direct))
        print("by squid and directly, %d paths and %d controls: %.3f s; CONNECT took %.3f s of it; ratio %.2f, without CONNECT %.2f (goal 1.3)"
              % (len(by_both["paths"]), len(by_both["controls"]), both, cost, both / direct, (both - cost) / direct))
        hosts = [(p["host"], p["port"]) for p in by_both["paths"] if p["via"] == "proxy" and p["port"] == 443]
        urls = [word for host, port in hosts for word in ("https://%s:%d/" % (host, port), "-o", "/dev/null")]
        curls = []
        for _ in range(RUNS):
            begin = time.monotonic()
            subprocess.run(["ip", "netns", "exec", site.client, "curl", "-s", "--parallel", "--parallel-immediate", "-x", url, "--cacert",
                            str(site.folder / "ca.pem"), "-m", "5", *urls], capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
            curls.append(time.monotonic() - begin)
        took = statistics.median(curls)
        print("curl --parallel through the same squid (CONNECT, TLS, one GET on %d of the paths): %.3f s; ratio %.1f" % (len(hosts), took, both / took))


main()
