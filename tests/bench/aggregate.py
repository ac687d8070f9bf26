# SPDX-License-Identifier: MIT
"""Benchmark: `egress-rules aggregate` beside Debian's iprange 1.0.4 on the same lists, generated from a seed: m4 (mixed
prefixes of IPv4, 35 % /24 and 40 % /32), h4 (30 % /24, 70 % /32), and m6 (mixed prefixes of IPv6; iprange 1.0.4 has no IPv6,
so Python's collapse of a sample is compared instead). Prints medians and ratios; stops where outputs differ."""
import ipaddress
import os
import pathlib
import random
import statistics
import subprocess
import tempfile
import time

BIN = pathlib.Path(os.environ.get("EGRESS_BIN", pathlib.Path(__file__).resolve().parents[2] / "build/release/bin"))
COUNT = int(os.environ.get("EGRESS_BENCH_COUNT", 1000000))
ROUNDS = 9
SAMPLE = 10000


def prefixes(seed, bits, lengths):
    source = random.Random(seed)
    for length in lengths(source):
        first = source.getrandbits(bits) >> (bits - length) << (bits - length) if length else 0
        yield (ipaddress.IPv4Address if bits == 32 else ipaddress.IPv6Address)(first), length


def mixed4(source):
    for _ in range(COUNT):
        kind = source.random()
        yield 24 if kind < 0.35 else 32 if kind < 0.75 else source.randint(16, 31)


def hosts4(source):
    for _ in range(COUNT):
        yield 24 if source.random() < 0.3 else 32


def mixed6(source):
    for _ in range(COUNT):
        yield source.choice((32, 40, 44, 48, 56, 64, 64, 96, 128, 128))


def timed(command, output):
    began = time.perf_counter()
    with open(output, "wb") as out:
        process = subprocess.Popen([str(c) for c in command], stdout=out)
        status = process.wait()
    assert status == 0, "%s: status %d" % (command, status)
    return (time.perf_counter() - began) * 1000


def compare(at, name, lines):
    (at / name).write_text("".join("%s/%d\n" % each for each in lines))
    rows = {"ours": [BIN / "egress-rules", "aggregate", at / name], "iprange": ["iprange", "--optimize", at / name]}
    if name.endswith("6"):
        del rows["iprange"]
    times = {who: [] for who in rows}
    for _ in range(ROUNDS):  # in turn, so that what else the machine does hits both
        for who, command in rows.items():
            times[who].append(timed(command, at / who))
    for who, of in times.items():
        print("%s %-8s %d lines: min %.0f / median %.0f / max %.0f ms" % (name, who, len(lines), min(of), statistics.median(of), max(of)))
    ours = sorted((at / "ours").read_text().splitlines())
    if "iprange" in rows:
        assert ours == sorted((at / "iprange").read_text().splitlines()), name + ": the outputs differ"
        ratios = [of(times["ours"]) / of(times["iprange"]) for of in (statistics.median, min)]
        print("%s outputs equal; ours / iprange: medians %.3f, fastest %.3f" % (name, *ratios))


def check_sample(at, name, lines):
    """Python's own aggregation of a few of them, as an independent opinion."""
    some = lines[:SAMPLE]
    (at / "sample").write_text("".join("%s/%d\n" % each for each in some))
    said = subprocess.run([BIN / "egress-rules", "aggregate", at / "sample"], check=True, capture_output=True, text=True).stdout.split()
    expected = ipaddress.collapse_addresses(ipaddress.ip_network("%s/%d" % each) for each in some)
    assert said == [str(n.network_address) if n.prefixlen == n.max_prefixlen else str(n) for n in expected], name + ": Python disagrees"
    print("%s a sample of %d: equal to Python's ipaddress" % (name, len(some)))


with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
    for name, bits, lengths in (("m4", 32, mixed4), ("h4", 32, hosts4), ("m6", 128, mixed6)):
        made = list(prefixes(name, bits, lengths))
        compare(pathlib.Path(folder), name, made)
        check_sample(pathlib.Path(folder), name, made)
