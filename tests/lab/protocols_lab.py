# SPDX-License-Identifier: MIT
"""A healthy site: all five protocols of the hub answered by real servers, over IPv4 and over IPv6, as an ordinary
user; the registry's layer host found by its 307; nothing accused. Microsoft's own SDK agrees."""
import lab
import cloud
import sdk

lab.need_root_and_namespaces()
checks = lab.Checks()
SAID = {"amqp": "SASL ", "amqp_ws": "SASL ", "mqtt": "CONNACK 5", "mqtt_ws": "CONNACK 5", "https": "HTTP 401"}

with lab.Lab() as site:
    cloud.up(site)
    for family in ("--ipv4", "--ipv6"):
        report = site.report(family, "--dps", "--registry", "contoso", "--storage", "contoso", "--region", "eastus", "--skip", "ntp")
        for protocol, said in SAID.items():
            path = lab.path_of(report, "iot_hub/%s/" % protocol)
            hello = [s for s in path["steps"] if s["step"] == "hello"]
            checks.that(path["works"] and hello and hello[-1]["said"].startswith(said),
                        "%s %s: %s, said %s" % (family, protocol, path["failed"], [h["said"] for h in hello]))
            address = path["steps"][1]["address"]
            checks.that((":" in address) == (family == "--ipv6"), "%s %s went to %s" % (family, protocol, address))
            tls = [s for s in path["steps"] if s["step"] == "tls"][0]
            checks.that(tls["verify_code"] == 0 and tls["name_matches"] and tls["service_root"], "%s %s: certificate" % (family, protocol))
        data = lab.path_of(report, "mcr_data")
        checks.that(data["works"] and data["host"] == "eastus.data.mcr.microsoft.com", "layer host: %s %s" % (data["host"], data["failed"]))
        checks.that(all(p["works"] for p in report["paths"]),
                    "%s: %s do not work" % (family, [(p["id"], p["failed"]) for p in report["paths"] if not p["works"]]))
        checks.that(report["verdict"] == "ready" and report["exit"] == 0, "%s: verdict %s" % (family, report["verdict"]))
        checks.that(not [f for f in report["findings"] if f["severity"] != "note"], "%s: findings %s" % (family, report["findings"]))
        checks.that(report["recommendation"]["upstream_protocol"] == "Amqp", "%s: recommendation" % family)

    # Every address of a name, both families, and the resolver asked for each.
    report = site.report("--skip", "ntp")
    connects = [s for s in lab.path_of(report, "iot_hub/amqp/")["steps"] if s["step"] == "connect"]
    checks.that({c["address"] for c in connects} == {lab.HUB, lab.HUB6} and all(c["ok"] for c in connects), "addresses: %s" % connects)
    answers = [n for n in report["names"] if n["name"] == lab.HUB_NAME][0]["answers"]
    checks.that({(a["resolver"], a["type"]) for a in answers} == {(lab.DNS + ":53", "A"), (lab.DNS + ":53", "AAAA")}, "answers: %s" % answers)

    for protocol, verdict in zip(sdk.PATHS, sdk.verdicts(site, [(protocol, "none", site.folder / "ca.pem") for protocol in sdk.PATHS])):
        checks.that(verdict["reached"], "the SDK by %s: %s" % (protocol, verdict))
checks.end()
