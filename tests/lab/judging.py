# SPDX-License-Identifier: MIT
"""What of a scenario's report is right."""
import dataclasses

from scenario import limit_of
from truth import THE_PROXY


@dataclasses.dataclass
class Verdict:
    """What one report of a scenario got right."""
    headline: str | None            # cause of the first finding, None: none above a note where nothing is wrong
    cause_right: bool
    second_right: bool              # else: the second finding has it
    paths: int                      # how many were judged
    misses: list                    # (kind, words); kinds: path, headline, also, where, box, severity, accuses, upstream, proved, verdict, slow, report


def judge(one, report):
    """Compares a report with the truth; an exception in its place is a miss, too."""
    if isinstance(report, Exception):
        return Verdict("no report", False, False, 0, [("report", str(report).strip())])
    misses = []

    def must(holds, kind, words):
        if not holds:
            misses.append((kind, words))
        return bool(holds)

    judged = 0
    for path in report["paths"]:
        service, protocol, way = path["id"].split("/")
        service = service.split("@")[0]
        if way not in one.WORKS:
            continue
        # AMQP and MQTT of their own never use a proxy; what a tunnel for them would do is not promised.
        if way == "proxy" and protocol in ("amqp", "mqtt") and path["need"] == "optional":
            continue
        right = one.works(way, protocol) if service == "iot_hub" else one.service_works(service, way)
        judged += 1
        must(path["works"] == right, "path", "%s works=%s (%s), expected %s" % (path["id"], path["works"], path["cause"], right))

    found = report["findings"]
    above = [f for f in found if f["severity"] != "note"]
    true = {one.CAUSE, *one.ALSO, *one.ACCEPT}
    listed = ", ".join("%s (%s, %s)" % (f["cause"], f["severity"], f["confidence"]) for f in found) or "no finding"
    if one.CAUSE is None:
        headline = above[0]["cause"] if above else None
        cause_right = must(not above, "headline", "expected nothing above a note, seen " + listed)
        second_right = False
    else:
        headline = found[0]["cause"] if found else None
        if one.SEVERITY == "note":
            must(not above, "severity", "expected notes only, seen " + listed)
            headline = one.CAUSE if any(f["cause"] == one.CAUSE for f in found) else headline
        cause_right = must(headline in {one.CAUSE, *one.ACCEPT}, "headline", "expected %s, seen %s" % (one.CAUSE, listed))
        second_right = not cause_right and len(found) > 1 and found[1]["cause"] in {one.CAUSE, *one.ACCEPT}
    for cause in one.ALSO:
        must(any(f["cause"] == cause for f in found), "also", "%s is not among %s" % (cause, listed))

    broken = report["verdict"] == "blocked"
    first = next((f for f in found if f["cause"] == headline), None)
    if one.CAUSE is not None and cause_right and first:
        wanted = {one.SEVERITY} if one.SEVERITY else {"error"} if needed_fails(one, report) else {"warning", "note"}
        must(first["severity"] in wanted, "severity", "%s is a %s, expected %s" % (headline, first["severity"], "/".join(sorted(wanted))))
        must(not one.BOX or first["box"], "box", "%s names none, expected %s" % (headline, one.BOX))
        must(first["evidence"] and first["advice"] and first["who"], "words", "%s without evidence, advice or who" % headline)
    for f in found:
        cause, words = f["cause"], "%s (%s, %s)" % (f["cause"], f["severity"], f["confidence"])
        must(cause in true or f["severity"] != "error", "accuses", "%s is an error" % cause)
        must(f["confidence"] != "proved" or one.proves(cause), "proved", words + " is not true here")
        boxes = named(one, f, report)
        must(f["box"] is None or f["box"] in boxes, "box", "%s, at %s: names %s, expected %s" % (
            words, f["where"], f["box"], " or ".join(sorted(boxes)) or "no name"))
        where = one.where(cause)
        aside = cause not in one.heads() and (f["severity"], f["confidence"]) == ("note", "likely") # blames nobody
        must(where is None or f["where"] in where or aside, "where",
             "%s is at %s, expected %s" % (words, f["where"], " or ".join(sorted(where or ()))))
    said = (report["recommendation"]["upstream_protocol"], report["recommendation"]["via"])
    must(said == one.upstream(), "upstream", "%s by %s, expected %s by %s" % (*said, *one.upstream()))
    must(broken == needed_fails(one, report), "verdict", report["verdict"])
    # A round of measurements and one of controls, whatever the labs beside it do.
    within = 2 * limit_of(one) + 2
    must("--hold" in one.OPTIONS or report["elapsed_ms"] < 1000 * within, "slow", "%.1f s, expected at most %d" % (report["elapsed_ms"] / 1000, within))
    return Verdict(headline, cause_right, second_right, judged, misses)


def named(one, finding, report):
    """By which names a finding may call its box; the proxy's are its host and port in this report."""
    url = report["site"]["proxy"]
    proxies = {url.split("://")[-1].split("@")[-1].rstrip("/")} if url else set()
    boxes = one.boxes(finding["cause"], finding["where"])
    return boxes - {THE_PROXY} | (proxies if THE_PROXY in boxes else set())


def needed_fails(one, report):
    """Does something required work by no way, or no upstream protocol at all?"""
    if one.upstream()[0] is None:
        return True
    required = {}
    for path in report["paths"]:
        service, protocol, way = path["id"].split("/")
        service = service.split("@")[0]
        if path["need"] == "required" and way in one.WORKS:
            right = one.works(way, protocol) if service == "iot_hub" else one.service_works(service, way)
            key = (path["id"].rsplit("/", 1)[0])
            required[key] = required.get(key, False) or right
    return not all(required.values())
