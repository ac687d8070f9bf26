# SPDX-License-Identifier: MIT
"""A real firewall closes 5671, 8883 and 443 in every combination, by drop, by reset and by ICMP: each path's state, the
cause, the box and the recommendation are right in each case."""
import itertools

import lab
import cloud

lab.need_root_and_namespaces()
checks = lab.Checks()
PORT = {"amqp": 5671, "mqtt": 8883, "amqp_ws": 443, "mqtt_ws": 443, "https": 443}
CAUSE = {"drop": "tcp.drop", "reset": "tcp.reset", "icmp": "tcp.admin_prohibited"}
LIMIT = 1.5


def expected(blocked):
    """facts/azure.md §4.4: the default where its port is open, else WebSocket, else plain MQTT."""
    for protocol, port in (("Amqp", 5671), ("AmqpWs", 443), ("Mqtt", 8883)):
        if port not in blocked:
            return protocol
    return None


with lab.Lab() as site:
    cloud.up(site)
    ports = (5671, 8883, 443)
    for how, closed in itertools.product(CAUSE, itertools.product((False, True), repeat=3)):
        blocked = [port for port, shut in zip(ports, closed) if shut]
        if not blocked and how != "drop":
            continue # open is open, however it is not blocked
        site.block(blocked, how)
        report = site.report("--limit", LIMIT, "--only", "iot_hub")
        what = "%s %s" % (how, blocked)
        for protocol, port in PORT.items():
            path = lab.path_of(report, "iot_hub/%s/" % protocol)
            checks.that(path["works"] == (port not in blocked), "%s: %s works=%s" % (what, protocol, path["works"]))
            checks.that(path["cause"] == (CAUSE[how] if port in blocked else None), "%s: %s cause=%s" % (what, protocol, path["cause"]))
        said = report["recommendation"]["upstream_protocol"]
        checks.that(said == expected(blocked), "%s: recommends %s" % (what, said))
        ready = 443 not in blocked # always required; and then a WebSocket protocol works as well
        checks.that((report["verdict"] == "ready") == ready, "%s: verdict %s" % (what, report["verdict"]))
        checks.that(report["exit"] == (0 if ready else 1), "%s: exit %s" % (what, report["exit"]))
        errors = [f for f in report["findings"] if f["severity"] == "error"]
        checks.that(bool(errors) != ready, "%s: errors %s" % (what, [f["cause"] for f in errors]))
        if how == "icmp" and blocked:
            boxes = {f["box"] for f in report["findings"] if f["cause"] == CAUSE[how]}
            checks.that(boxes <= {lab.GATEWAY_IN, lab.GATEWAY_IN6} and boxes, "%s: box %s" % (what, boxes))
        # One limit for all of it, however many paths are silent.
        checks.that(report["elapsed_ms"] < LIMIT * 1000 + 1000, "%s: took %s ms" % (what, report["elapsed_ms"]))
checks.end()
