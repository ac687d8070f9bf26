#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the reports of tests/golden, which the writer's test compares byte for byte with what is
written, against docs/report.schema.json; then makes sure that the schema notices: every key taken
away, added or turned into another type must be refused, in every object."""
import copy
import glob
import json
import os
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    sys.exit("report_schema_test: python3-jsonschema 4 is missing: apt-get install python3-jsonschema")

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "..", "docs", "report.schema.json"), encoding="utf-8") as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
wrong = []


def objects(value, pointer=""):
    """Every object in a report with its pointer."""
    if isinstance(value, dict):
        yield pointer, value
        for key, inner in value.items():
            yield from objects(inner, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from objects(inner, f"{pointer}/{index}")


def expect(report, valid, what):
    errors = list(validator.iter_errors(report)) if valid else []
    if valid and errors:
        wrong.append(f"{what}: {errors[0].json_path}: {errors[0].message[:200]}")
    if not valid and validator.is_valid(report):
        wrong.append(f"{what}: is accepted")


def kinds(report):
    """One object of every kind: they differ in their keys."""
    seen = {}
    for pointer, value in objects(report):
        seen.setdefault(tuple(value), (pointer, value))
    return seen.values()


# The hostile sample breaks the vocabularies (causes, ways out) on purpose: it tests the writer, not the schema.
names = sorted(glob.glob(os.path.join(here, "golden", "report_*.json")))
reports = {}
for name in names:
    with open(name, encoding="utf-8") as file:
        reports[os.path.basename(name)] = json.load(file)
if len(reports) < 4:
    wrong.append("tests/golden has fewer than 4 reports")
for name, report in reports.items():
    if name != "report_hostile.json":
        expect(report, True, name)
expect(reports["report_hostile.json"], False, "report_hostile.json: causes and ways out of its own")

# Absent where they are as usual: "answer_ttl" is so in a step alone, a variation has it always.
optional = {("", "local_drops"), ("/site/pac", "heard"), ("/site/pac", "passed"), ("path", "as"), ("as", "in_a_row"),
            ("step", "answer_ttl"), ("step", "in_a_row")}


def kind(pointer, value):
    return "path" if "steps" in value else "step" if "step" in value else "as" if pointer.endswith("/as") else pointer


tried = 0
for name in ("report_blocked.json", "report_everything.json"):
    report = copy.deepcopy(reports[name])
    for pointer, value in kinds(report):
        for key in list(value):
            was = value[key]
            del value[key]
            absent = (kind(pointer, value), key) in optional
            expect(report, absent, f"{name}{pointer}: without {key}")
            value[key] = was
        for key in list(value):
            was = value[key]
            value[key] = {"of": "another type"}
            expect(report, False, f"{name}{pointer}: another type for {key}")
            value[key] = was
            tried += 1
        value["surprise"] = 1
        expect(report, False, f"{name}{pointer}: with a surprise")
        del value["surprise"]
    expect(report, True, f"{name} after all")
if tried < 100:
    wrong.append(f"only {tried} keys were tried")

for cause in ("tcp", "Tcp.drop", "tcp.drop ", "", "tcp.drop.x"):
    report = copy.deepcopy(reports["report_blocked.json"])
    report["findings"][0]["cause"] = cause
    expect(report, False, f"cause {cause!r}")

print("\n".join(wrong) if wrong else f"{len(reports)} reports, {tried} keys: the schema holds")
sys.exit(1 if wrong else 0)
