# SPDX-License-Identifier: MIT
"""Benchmark: reading a file of service tags of real size (2,967 tags, 90,493 prefixes, 4 MB: the public cloud's of July
2025), generated from a seed, or the file given as an argument. Two files are compared, so half of the time is one file's."""
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

BIN = pathlib.Path(os.environ.get("EGRESS_BIN", pathlib.Path(__file__).resolve().parents[2] / "build/release/bin"))
TAGS, PREFIXES, ROUNDS = 2967, 90493, 15


def prefix(source):
    if source.random() < 0.3:
        return "2603:10%02x:%x:%x::%x0/124" % (source.randrange(256), source.randrange(1, 65536), source.randrange(1, 1024), source.randrange(1, 4096))
    length = source.choice((24, 26, 27, 28, 29, 30, 31, 32, 32))
    first = source.getrandbits(32) >> (32 - length) << (32 - length)
    return "%d.%d.%d.%d/%d" % (*first.to_bytes(4, "big"), length)


def generated():
    source = random.Random(20261127)
    counts = [1] * TAGS
    for _ in range(PREFIXES - TAGS):  # most tags are small and some are very large
        counts[min(int(source.paretovariate(0.45)), TAGS) - 1] += 1
    values = []
    for n, count in enumerate(counts):
        region = "region%d" % (n % 60) if n % 20 else ""
        name = "Service%d%s" % (n // 20, "." + region.title() + str(n) if region else "")
        values.append({"name": name, "id": name, "properties": {"changeNumber": n, "region": region, "regionId": n % 60, "platform": "Azure",
                       "systemService": "Service%d" % (n // 20), "addressPrefixes": [prefix(source) for _ in range(count)],
                       "networkFeatures": ["API", "NSG", "UDR", "FW"]}})
    return json.dumps({"changeNumber": 363, "cloud": "Public", "values": values}, indent=2)


with tempfile.TemporaryDirectory() as folder:
    at = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else folder + "/tags.json")
    if len(sys.argv) < 2:
        at.write_text(generated())
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        done = subprocess.run([BIN / "egress-rules", "diff", at, at], capture_output=True, text=True)
        times.append((time.perf_counter() - began) * 1000 / 2)
        assert done.returncode == 0, done.stderr
    print("a file of service tags, %.1f MB: min %.0f / median %.0f / max %.0f ms" % (at.stat().st_size / 1e6, min(times), statistics.median(times), max(times)))
