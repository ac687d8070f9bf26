# SPDX-License-Identifier: MIT
"""Benchmark: start-up of `egress-check --version` beside `curl --version`, and peak memory of a check of 40 paths against
the stand-in on loopback. Prints numbers and ratios; asserts nothing."""
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

BIN = pathlib.Path(os.environ.get("EGRESS_BIN", pathlib.Path(__file__).resolve().parents[2] / "build/release/bin"))


def start_up(*command):
    times = []
    for _ in range(30):
        begin = time.perf_counter()
        subprocess.run([str(c) for c in command], check=True, stdout=subprocess.DEVNULL)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


ours, peer = start_up(BIN / "egress-check", "--version"), start_up("curl", "--version")
print("start-up: egress-check --version %.1f ms, curl --version %.1f ms; ratio %.2f" % (ours, peer, ours / peer))

with tempfile.TemporaryDirectory() as folder:
    at = pathlib.Path(folder)
    standin = subprocess.Popen([BIN / "egress-standin", "--port", "443=0", "5671=0", "8883=0", "53=0", "123=0", "--ca-out", at / "ca.pem",
                                "--options-out", at / "site.toml", "--ready-file", at / "ready", "--quiet"])
    try:
        while not (at / "ready").exists():
            time.sleep(0.02)
        extra = [word for n in range(28) for word in ("--endpoint", "hub%d.azure-devices.net:%s" % (n, ("8883/mqtt", "443/amqp_ws")[n % 2]))]
        done = subprocess.run(["/usr/bin/time", "-v", BIN / "egress-check", "--options", at / "site.toml", *extra, "--json", at / "r.json"],
                              capture_output=True, text=True)
        paths = (at / "r.json").read_text().count('"need"')
        peak = int(re.search(r"Maximum resident set size \(kbytes\): (\d+)", done.stderr).group(1))
        print("peak memory of a check of %d paths: %.1f MB (exit %d)" % (paths, peak / 1024, done.returncode))
    finally:
        standin.terminate()
        standin.wait()
