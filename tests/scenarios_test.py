# SPDX-License-Identifier: MIT
"""The lab's scenarios as data: each can be read, says what no other says, and expects words that exist; and the judge of
their reports misses nothing that is wrong. Needs neither root nor a network."""
import collections
import copy
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "lab"))
import judging  # noqa: E402
import scenario  # noqa: E402
from checks import Checks  # noqa: E402
from figures import Figures  # noqa: E402
from injections import ALL  # noqa: E402

checks = Checks()
VOCABULARY = set(re.findall(r'^    \{"([a-z0-9_.]+)"', (HERE.parent / "rules/diagnose/causes.cpp").read_text(), re.MULTILINE))


# ---- what is there

def everything():
    all_of_them = scenario.every()
    about = collections.Counter(one.about for one in all_of_them)
    for one in all_of_them:
        causes = {one.CAUSE, *one.ALSO, *one.ACCEPT} - {None}
        checks.that(causes <= VOCABULARY, "%s: no causes: %s" % (one.name, causes - VOCABULARY))
        checks.that(all(re.fullmatch("[A-F][0-3][0-9]", fault) for fault in one.FAULTS), "%s: FAULTS %s" % (one.name, one.FAULTS))
        checks.that(about[one.about] == 1, "%s: says what another says: %s" % (one.name, one.about))
        checks.that(one.CAUSE is not None or not one.ALSO, "%s: nothing is wrong, and ALSO" % one.name)
        checks.that(one.folder != "trap" or one.SEVERITY in (None, "note"), "%s: a trap that is wrong" % one.name)
        checks.that(one.folder != "combination" or len(one.injections()) + len(one.FAULTS) > 2, "%s: a combination of %s" % (one.name, one.FAULTS))
    faults = {fault for one in all_of_them for fault in one.FAULTS}
    checks.that(len(faults) >= 110, "%d faults" % len(faults))
    folders = collections.Counter(one.folder for one in all_of_them)
    checks.that(folders["combination"] >= 25 and folders["trap"] >= 15, "too few: %s" % folders)


def bad_files():
    good = '"""A sentence."""\nINJECT = ()\nCAUSE = None\n'
    for text, words in ((good.replace('"""A sentence."""', ""), "docstring"), (good + "CAUSES = 1\n", "CAUSES"),
                        (good + 'WORKS = {"direct": {"amqps"}}\n', "WORKS"), (good + 'WORKS = {"proxy": set()}\n', "PROXY"),
                        (good + 'BROKEN = ("mrc",)\n', "mrc")):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "one.py"
            path.write_text(text)
            try:
                scenario.load(path)
                checks.that(False, "read: %s" % text)
            except ValueError as wrong:
                checks.that(words in str(wrong) and str(path) in str(wrong), "%s: %s" % (words, wrong))


# ---- the judge

def path(name, works, need="required", cause=None):
    return {"id": name, "works": works, "need": need, "cause": cause}


def finding(cause, severity, **more):
    return {"cause": cause, "severity": severity, "confidence": "likely", "where": "firewall", "box": "198.51.100.1" if cause == "tcp.drop" else None,
            "evidence": ["x"], "advice": "x", "who": "network admin", **more}


def report(*broken, findings=(), upstream="Amqp", verdict="ready"):
    """A report of a site in which all works but these protocols of the hub."""
    paths = [path("iot_hub/%s/direct" % p, p not in broken, "required" if p == "https" else "alternative") for p in sorted(ALL)]
    return {"paths": [*paths, path("mcr/registry/direct", True)], "findings": list(findings), "elapsed_ms": 100.0, "verdict": verdict, "site": {"proxy": None},
            "recommendation": {"upstream_protocol": upstream, "via": "direct" if upstream else None}}


HEALTHY = dict(INJECT=(), CAUSE=None)
ONE = dict(INJECT=(), CAUSE="tcp.drop", WORKS={"direct": ALL - {"mqtt"}}, WHERE="firewall", BOX="198.51.100.1")
SEEN = finding("tcp.drop", "note")
RIGHT = report("mqtt", findings=[SEEN])
NEEDED = dict(INJECT=(), CAUSE="tcp.drop", WORKS={"direct": ALL - {"https"}}, BROKEN=(), BOX="198.51.100.1")
JUDGED = [ # scenario, report, kinds of what is missed
    (HEALTHY, report(), []),
    (HEALTHY, report(findings=[finding("net.loss", "note")]), []),
    (HEALTHY, report(findings=[finding("net.loss", "warning")]), ["headline"]),
    (HEALTHY, report(findings=[finding("tcp.drop", "error", confidence="proved")]), ["headline", "accuses", "proved", "box"]),
    (HEALTHY, report("amqp", upstream="AmqpWs"), ["path", "upstream"]),
    (ONE, RIGHT, []),
    (ONE, report("mqtt"), ["headline"]),
    (ONE, report(findings=[SEEN]), ["path"]),
    (ONE, report("mqtt", findings=[finding("tcp.reset", "note"), SEEN]), ["headline"]),
    (ONE, report("mqtt", findings=[finding("tcp.reset", "warning", confidence="proved"), SEEN]), ["headline", "proved"]),
    (ONE, report("mqtt", findings=[finding("tcp.drop", "error")]), ["severity"]),
    (ONE, report("mqtt", findings=[finding("tcp.drop", "note", where="device")]), ["where"]),
    (ONE, report("mqtt", findings=[finding("tcp.drop", "note", box="203.0.113.1")]), ["box"]),
    (ONE, report("mqtt", findings=[finding("tcp.drop", "note", evidence=[])]), ["words"]),
    (ONE, report("mqtt", findings=[SEEN, finding("net.loss", "error")]), ["accuses"]),
    (ONE, report("mqtt", findings=[SEEN], upstream="MqttWs"), ["upstream"]),
    (ONE, report("mqtt", findings=[SEEN], verdict="blocked"), ["verdict"]),
    (ONE, dict(RIGHT, elapsed_ms=7000.0), ["slow"]),
    (dict(ONE, ACCEPT=("tcp.reset",)), report("mqtt", findings=[finding("tcp.reset", "note", box="198.51.100.1")]), []),
    (dict(ONE, ALSO=("net.loss",)), RIGHT, ["also"]),
    (dict(ONE, SEVERITY="note"), report("mqtt", findings=[finding("tcp.drop", "warning")]), ["severity", "severity"]),
    (NEEDED, report("https", findings=[finding("tcp.drop", "error")], verdict="blocked"), []),
    (NEEDED, report("https", findings=[finding("tcp.drop", "warning")], verdict="degraded"), ["severity", "verdict"]),
    (NEEDED, RuntimeError("exit -11"), ["report"]),
]


def judge():
    for number, (given, seen, kinds) in enumerate(JUDGED):
        verdict = judging.judge(scenario.Scenario("tcp/one", "A sentence.", **given), seen)
        checks.that([kind for kind, _ in verdict.misses] == kinds, "row %d: %s, expected %s" % (number, verdict.misses, kinds))
    second = judging.judge(scenario.Scenario("tcp/one", "A sentence.", **ONE), report("mqtt", findings=[finding("tcp.reset", "note"), SEEN]))
    checks.that(second.second_right and not second.cause_right, "the second finding has it")


def figures():
    one = scenario.Scenario("tcp/one", "A sentence.", **ONE)
    other = copy.copy(RIGHT)
    other["findings"] = [finding("tcp.reset", "note")]
    found = Figures()
    found.add(one, judging.judge(one, RIGHT))
    checks.that(found.all_right() and not found.flapping(), "one right run is all right")
    found.add(one, judging.judge(one, other))
    checks.that(not found.all_right() and found.flapping() == {"tcp/one": ["tcp.drop", "tcp.reset"]}, "two headlines flap: %s" % found.flapping())
    text = "\n".join(found.lines())
    checks.that("headline right     1 of 2 (50.0 %)" in text and "flapping           1" in text, text)
    checks.that(any(line.split() == ["tcp.drop", "1", "1"] for line in found.matrix()), "\n".join(found.matrix()))


everything()
bad_files()
judge()
figures()
checks.end()
