# SPDX-License-Identifier: MIT
"""One scenario: read from its file and measured at a site. judging.py says what of it was right."""
import ast
import dataclasses
import importlib.util
import json
import pathlib
import re
import subprocess
import time
import typing
import urllib.parse

import lab
from injections import ALL, SERVICES, injected
from peers import time_server
from truth import THE_PROXY, Claim, true_of

FOLDER = pathlib.Path(__file__).resolve().parent / "scenarios"
LIMIT = 2 # seconds a step may take
# What IoT Edge's parts would rather have, by the way: facts/azure.md §4.4.
PREFERRED = (("direct", "amqp", "Amqp"), ("direct", "amqp_ws", "AmqpWs"), ("direct", "mqtt", "Mqtt"), ("direct", "mqtt_ws", "MqttWs"),
             ("proxy", "amqp_ws", "AmqpWs"), ("proxy", "mqtt_ws", "MqttWs"))

AT_THE_PROXY = Claim(("proxy.",), ("proxy",), (THE_PROXY,), proves=False)
NOT_THE_PROXY = Claim(("proxy.not_a_proxy", "proxy.scheme_mismatch"), ("device",), (), proves=False) # the device is set to what is none


@dataclasses.dataclass
class Scenario:
    """What a scenario's file may set; only these names, its docstring, and what it imports or begins with "_"."""
    name: str                           # FOLDER/NAME
    about: str                          # its docstring: one sentence that an admin understands
    INJECT: typing.Any                  # a callable of the site, or several
    CAUSE: str | None                   # of the headline; None: nothing is wrong, no finding above a note
    FAULTS: tuple = ()                  # of the catalogue; several: a combination; none: a trap
    ALSO: tuple = ()                    # causes that must be among the findings, too
    ACCEPT: tuple = ()                  # further headlines that are equally true
    WHERE: str | tuple = ""             # whose box the headline's is, or one of several; "": what the injections say, truth.py
    BOX: str | tuple | None = ""        # its address, or one of several (two families); None: none may be named; "": as WHERE
    SEVERITY: str | None = None         # of the headline; by default error where a needed path fails, else warning or note
    WORKS: dict = dataclasses.field(default_factory=lambda: {"direct": ALL}) # by way: what of the hub works
    BROKEN: tuple | None = None         # other services that fail, "mcr" or "mcr/direct"; default: all on a way where nothing of the hub works
    UPSTREAM: str | None = "derived"    # the right UpstreamProtocol, None: none; default: by PREFERRED
    VIA: str | None = None              # and its way; default: by PREFERRED
    PROXY: typing.Callable | None = None # of the site, gives the URL
    OPTIONS: tuple = ()                 # further options; an item may be a callable of the site
    ENVIRONMENT: typing.Any = None      # of the tool: a dict, or a callable of the site
    WRAP: tuple = ()                    # words before egress-check: of a program that runs it
    PEERS: bool = True                  # other tools can be asked the same

    @property
    def folder(self):
        return self.name.split("/")[0]

    def injections(self):
        return self.INJECT if isinstance(self.INJECT, (tuple, list)) else (self.INJECT,)

    def heads(self):
        """The causes that may be the headline."""
        return (self.CAUSE, *self.ACCEPT)

    def claims(self, cause):
        """What the injections and the proxy say of a cause; of a proxy's faults none speaks but the proxy itself, unless
        something else is injected that makes them."""
        own = [claim for claim in true_of(*self.injections(), self.PROXY) if claim.speaks_of(cause)]
        return own or [claim for claim in (AT_THE_PROXY, NOT_THE_PROXY) if self.PROXY and claim.speaks_of(cause)]

    def proves(self, cause):
        """May a finding of this cause be called proved?"""
        return cause in (*self.heads(), *self.ALSO) or any(claim.proves for claim in self.claims(cause))

    def where(self, cause):
        """Whose box a cause may be said to be at; None: nothing is known of that. What cannot be measured may stay unknown,
        unless the scenario itself says where."""
        if self.WHERE and cause in self.heads():
            return {self.WHERE} if isinstance(self.WHERE, str) else set(self.WHERE)
        known = {word for claim in self.claims(cause) for word in claim.where}
        return known | {"unknown"} if known else None

    def boxes(self, cause, where):
        """By which names a finding of this cause, said to be at this place, may call its box; THE_PROXY stands for the proxy's."""
        if cause in self.heads() and self.BOX != "":
            return set(self.BOX if isinstance(self.BOX, tuple) else () if self.BOX is None else (self.BOX,))
        found = {box for claim in self.claims(cause) for box in claim.boxes if where in (*claim.where, "unknown")}
        return found | {THE_PROXY} if cause in self.heads() and where == self.WHERE == "proxy" else found

    def works(self, way, protocol):
        return protocol in self.WORKS[way]

    def service_works(self, service, way):
        if self.BROKEN is None:
            return bool(self.WORKS[way]) or service == "ntp"
        return service not in self.BROKEN and "%s/%s" % (service, way) not in self.BROKEN

    def upstream(self):
        """(UpstreamProtocol, way) that is right, (None, None) where there is none."""
        best = next(((said, way) for way, protocol, said in PREFERRED if protocol in self.WORKS.get(way, ())), (None, None))
        if self.UPSTREAM == "derived":
            return best
        return (self.UPSTREAM, (self.VIA or best[1] or "direct") if self.UPSTREAM else None)


def load(path):
    """The scenario of a file; a clear error for a name that none has, a missing docstring or a word that is none."""
    path = pathlib.Path(path)
    name = "%s/%s" % (path.parent.name, path.stem)
    spec = importlib.util.spec_from_file_location("scenario_" + path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    fields = {f.name for f in dataclasses.fields(Scenario)}
    assigned = set(assigned_in(path))
    for wrong in sorted(assigned - fields):
        raise ValueError("%s: no scenario has a %s; there are: %s" % (path, wrong, " ".join(sorted(f for f in fields if f.isupper()))))
    if not module.__doc__:
        raise ValueError("%s: says in no docstring what happens there" % path)
    found = Scenario(name=name, about=" ".join(module.__doc__.split()), **{n: getattr(module, n) for n in assigned})
    for way, protocols in found.WORKS.items():
        if way not in ("direct", "proxy") or not set(protocols) <= ALL:
            raise ValueError("%s: WORKS has %r: %r" % (path, way, protocols))
    if ("proxy" in found.WORKS) != (found.PROXY is not None) and "--pac" not in found.OPTIONS: # which may name one
        raise ValueError("%s: a PROXY and WORKS by \"proxy\" belong together" % path)
    for service in found.BROKEN or ():
        if service.split("/")[0] not in SERVICES | {"acr", "acr_dedicated", "blob", "ntp"}:
            raise ValueError("%s: BROKEN: %s is no service" % (path, service))
    return found


def assigned_in(path):
    """The capital names that the file itself sets; what it imports may be in capitals, too."""
    for node in ast.parse(path.read_text()).body:
        for target in getattr(node, "targets", [getattr(node, "target", None)]):
            for one in getattr(target, "elts", [target]):
                if isinstance(one, ast.Name) and one.id.isupper() and not one.id.startswith("_"):
                    yield one.id


def every(words=()):
    """The scenarios that words choose: FOLDER, FOLDER/NAME, NAME, or a fault's id; all without any. Of files that cannot be
    meant nothing is read: they may be half written."""
    chosen, met = [], set()
    for path in sorted(FOLDER.glob("*/*.py")):
        names = {path.parent.name, path.stem, "%s/%s" % (path.parent.name, path.stem)}
        faults = [w for w in words if re.fullmatch("[A-F][0-9][0-9]", w)]
        if words and not faults and not names & set(words):
            continue
        try:
            one = load(path)
        except (ImportError, SyntaxError, NameError, TypeError, AttributeError) as wrong:
            raise ValueError("%s: %s" % (path, wrong)) from wrong
        meant = set(words) & (names | set(one.FAULTS))
        met |= meant
        if meant or not words:
            chosen.append(one)
    unknown = [w for w in words if w not in met]
    if unknown:
        raise ValueError("no scenario, folder or fault is called %s" % unknown[0])
    return chosen


# ---- measuring

def resolved(site, value):
    return value(site) if callable(value) else value


def arguments(site, one):
    """The options of egress-check for a scenario, and what it gets as environment."""
    options = [resolved(site, o) for o in one.OPTIONS]
    if "--limit" not in options:
        options += ["--limit", LIMIT]
    if "--ntp" in options:
        time_server(site)
    else:
        options += ["--skip", "ntp"]
    if one.PROXY:
        options += ["--proxy", resolved(site, one.PROXY)]
    elif "--pac" not in options: # the file chooses, then
        options += ["--proxy", "none"]
    return ["--dps", *options], resolved(site, one.ENVIRONMENT) or {}


def limit_of(one):
    """Seconds that a step of it may take."""
    return one.OPTIONS[one.OPTIONS.index("--limit") + 1] if "--limit" in one.OPTIONS else LIMIT


def measure(site, one, besides=None):
    """(the report of egress-check with the scenario injected, how many seconds it took, what `besides` gave); besides is
    called with site and scenario while that still stands. Without a report the first is what happened instead."""
    options, environment = arguments(site, one)
    with injected(site, one.injections()):
        began = time.monotonic()
        try:
            report = site.report(*options, environment=environment, wrap=one.WRAP)
        except (RuntimeError, ValueError, subprocess.TimeoutExpired) as failed:
            return failed, time.monotonic() - began, None
        seconds = time.monotonic() - began
        if any(secret in json.dumps(report) for secret in passwords(options)):
            return RuntimeError("the proxy's password is in the report"), seconds, None
        return report, seconds, besides(site, one) if besides else None


def passwords(options):
    """The password in the proxy's URL, as it is written and as it is meant, where it is long enough to be recognized."""
    url = urllib.parse.urlsplit(options[options.index("--proxy") + 1]) if "--proxy" in options else None
    written = (url and url.password) or ""
    return {word for word in (written, urllib.parse.unquote(written)) if len(word) > 5}
