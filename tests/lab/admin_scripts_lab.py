# SPDX-License-Identifier: MIT
"""egress-apply, egress-remove and egress-refresh in network namespaces: a trial that nobody confirms ends in the kernel,
a confirmed one stays, what is taken back is as it was; rules that are not ours stay through all of it."""
import concurrent.futures
import contextlib
import itertools
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

import kernel_rules
import lab

lab.need_root_and_namespaces()
checks = lab.Checks()
SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "scripts"
SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="egress-scripts-"))
DUMP = SCRATCH / "dump"
FILES = {"nftables": "egress.nft", "iptables": "egress.rules", "ipset": "egress.ipset"}
TRIAL = 12 # seconds: longer than three scripts take on a starved machine
numbers = itertools.count()
HUB, HUB6, OTHER = ("203.0.113.64", kernel_rules.TCP, 8883, kernel_rules.HOST), ("2001:db8:2::1", kernel_rules.TCP, 443, kernel_rules.HOST6), \
    ("1.1.1.1", kernel_rules.TCP, 443, kernel_rules.HOST)


class Site:
    """A namespace with rules that are not ours, and a state of its own."""

    def __init__(self, ns):
        self.ns, self.state = ns, SCRATCH / ("state-" + ns) # the numbers of namespaces come again
        kernel_rules.wire_up(ns)
        self.inside("nft", "-f", "-", input="table inet foreign {\n chain c {\n  type filter hook output priority 10; policy accept;\n  tcp dport 23 drop\n }\n}\n")
        for tool in ("iptables", "ip6tables"):
            for chain in ("OUTPUT", "FORWARD"): # so that the kernel's own chains are there before
                self.inside(tool, "-A", chain, "-p", "tcp", "--dport", "24", "-j", "DROP")
        self.inside("ip6tables", "-N", "FOREIGN")
        self.inside("ipset", "create", "foreign", "hash:ip")
        self.before = self.everything()

    def inside(self, *command, **how):
        return lab.run("ip", "netns", "exec", self.ns, *command, **how)

    def script(self, name, *options, environment=None):
        return subprocess.run(["ip", "netns", "exec", self.ns, SCRIPTS / name, *map(str, options)], capture_output=True, text=True, timeout=60,
                              stdin=subprocess.DEVNULL, env=dict(os.environ, EGRESS_STATE=str(self.state), **(environment or {})))

    def everything(self):
        text = self.inside("nft", "list", "ruleset") + self.inside("ip6tables-save") + self.inside("iptables-save")
        text += "\n".join(sorted(self.inside("ipset", "save").splitlines())) # the kernel lists sets by the places they got
        text = re.sub(r"^#.*$|packets \d+ bytes \d+|\[\d+:\d+\]| initval \S+|timeout \S+ expires \S+", "", text, flags=re.M)
        return text

    def foreign(self):
        """What is not ours, as far as it can be told apart by a word."""
        return [line for line in self.everything().splitlines() if re.search("foreign|FOREIGN|dport 2[34]", line)]

    def out(self, probe):
        return kernel_rules.send(self.ns, POLICY, [probe])[0]


@contextlib.contextmanager
def site():
    ns = "ega%d-%d" % (os.getpid() % 100000, next(numbers))
    lab.run("ip", "netns", "add", ns)
    try:
        yield Site(ns)
    finally:
        lab.run("ip", "netns", "del", ns)


def file_of(name, variant="default-deny_host"):
    return DUMP / name / variant / FILES[name]


def said(done, code, words, what):
    text = done.stdout + done.stderr
    checks.that(done.returncode == code and words in text, "%s: exit %d, %s" % (what, done.returncode, text[-400:]))


def opens(at):
    """Does the kernel let everything out again, with nobody's help?"""
    until = time.monotonic() + 2 * TRIAL
    while not at.out(OTHER) and time.monotonic() < until:
        time.sleep(0.5)
    return at.out(OTHER)


def without_ipset():
    """Then iptables' own match of the time holds the refusals of a trial."""
    tools = SCRATCH / "bin"
    tools.mkdir()
    for folder in ("/usr/sbin", "/usr/bin"):
        for tool in os.listdir(folder):
            if tool != "ipset" and not (tools / tool).exists():
                (tools / tool).symlink_to(os.path.join(folder, tool))
    with site() as at:
        apply = ("egress-apply", "--format", "iptables", file_of("iptables"), "--confirm")
        without = {"PATH": str(tools)}
        said(at.script(*apply, TRIAL, environment=without), 0, "on trial", "no ipset")
        checks.that(at.out(HUB) and not at.out(OTHER) and opens(at), "no ipset: the trial ends by the clock")
        said(at.script("egress-apply", "--confirm-now", environment=without), 1, "too late", "no ipset")
        said(at.script(*apply, 200, environment=without), 0, "on trial", "no ipset again")
        said(at.script("egress-apply", "--confirm-now", environment=without), 0, "confirmed", "no ipset")
        checks.that("--datestop" not in at.everything() and not at.out(OTHER), "no ipset: confirmed")
        said(at.script("egress-remove", environment=without), 0, "no rules of ours", "no ipset remove")
        checks.that(at.everything() == at.before, "no ipset: nothing is left")


def trial(name):
    with site() as at:
        foreign = at.foreign()
        apply = ("egress-apply", "--format", name, file_of(name))
        said(at.script(*apply, "--confirm", TRIAL), 0, "on trial for %d s" % TRIAL, name + " trial")
        checks.that(at.out(HUB) and at.out(HUB6) and not at.out(OTHER), name + ": on trial it refuses")
        said(at.script(*apply), 2, "still on trial", name + " twice")
        checks.that(opens(at) and at.out(HUB), name + ": nobody confirmed, so the kernel lets everything out")
        said(at.script("egress-apply", "--confirm-now"), 1, "too late", name + " late")
        checks.that(at.out(OTHER), name + ": confirmed too late it stays open")
        said(at.script(*apply, "--confirm", 1), 0, "on trial", name + " again")
        time.sleep(1.5)
        said(at.script(*apply, "--confirm", 200), 0, "on trial", name + " after two that ended")
        said(at.script("egress-apply", "--confirm-now"), 0, "confirmed", name + " confirm")
        confirmed = at.everything()
        checks.that("armed" not in confirmed and not at.out(OTHER) and at.out(HUB), name + ": confirmed it refuses, for good and without a trace")
        said(at.script("egress-apply", "--confirm-now"), 2, "nothing is on trial", name + " confirm twice")
        said(at.script("egress-apply", "--rollback"), 0, "as it was", name + " rollback")
        checks.that(at.everything() == at.before and at.out(OTHER), name + ": as before all of it")
        said(at.script(*apply, "--no-confirm"), 0, "loaded", name + " strict")
        checks.that(at.everything() == confirmed, name + ": without a trial the same")
        checks.that(at.foreign() == foreign, name + ": what is not ours stays")
        said(at.script("egress-remove"), 0, "no rules of ours", name + " remove")
        checks.that(at.everything() == at.before, name + ": nothing is left")
        said(at.script("egress-remove", "--format", name), 0, "no rules of ours", name + " remove twice")
        left = list(at.state.glob("*/host/*"))
        checks.that(not left, "%s: state is left: %s" % (name, left))


def then(name):
    with site() as at:
        apply = ("egress-apply", "--format", name)
        said(at.script(*apply, file_of(name), "--then", "true"), 0, "confirmed", name + " then")
        first = at.everything()
        # A second version whose check fails: the first one comes back, and refuses.
        said(at.script(*apply, file_of(name, "default-deny_everywhere"), "--then", "exit 3"), 1, "as it was before", name + " then fails")
        checks.that(at.everything() == first and at.out(HUB) and not at.out(OTHER), name + ": the version before")
        # It is an application like any other: it can be taken back, once.
        said(at.script("egress-apply", "--rollback"), 0, "as it was", name + " rollback behind one that failed")
        checks.that(at.everything() == at.before, name + ": as before both")
        said(at.script("egress-apply", "--rollback"), 2, "nothing was applied", name + " rollback of nothing")
        said(at.script(*apply, file_of(name), "--then", "true"), 0, "confirmed", name + " then again")
        said(at.script(*apply, file_of(name, "default-deny_everywhere"), "--no-confirm"), 0, "loaded", name + " second version")
        checks.that(not at.out(HUB), name + ": the second version refuses the hub")
        said(at.script("egress-apply", "--rollback"), 0, "as it was", name + " back")
        checks.that(at.everything() == first, name + ": sets and chains of the first version")
        said(at.script(*apply, file_of(name), "--confirm", 1, "--then", "sleep 1.5"), 1, "longer than 1 s", name + " slow check")
        checks.that(at.everything() == first, name + ": the version before, after a check that took too long")
        said(at.script("egress-remove"), 0, "no rules of ours", name + " remove")
        checks.that(at.everything() == at.before, name + ": nothing is left")


def stale(name):
    """A trial's state without its rules, as a namespace of the same number finds it: no reason to bring them back."""
    with site() as at:
        apply = ("egress-apply", "--format", name)
        said(at.script(*apply, file_of(name, "default-deny_everywhere"), "--no-confirm"), 0, "loaded", name + " stale")
        said(at.script(*apply, file_of(name), "--confirm", 1), 0, "on trial", name + " stale")
        kept = SCRATCH / ("kept-" + at.ns)
        shutil.copytree(at.state, kept)
        said(at.script("egress-remove"), 0, "no rules of ours", name + " stale")
        shutil.rmtree(at.state)
        shutil.copytree(kept, at.state)
        time.sleep(1.2)
        said(at.script("egress-apply", "--rollback"), 2, "no rules are loaded here", name + " stale rollback")
        checks.that(at.everything() == at.before, name + ": a rollback brings nothing from elsewhere")
        said(at.script(*apply, file_of(name), "--then", "false"), 1, "as it was before", name + " stale")
        checks.that(at.everything() == at.before, name + ": nothing comes from elsewhere")


def one_at_a_time(name):
    """While one run is at work the others say so, and change nothing; what its command leaves running is no such run."""
    with site() as at:
        apply = "egress-apply --format %s %s" % (name, file_of(name))
        others = "; ".join("%s/%s; [ $? -eq 2 ] || exit 7" % (SCRIPTS, other)
                           for other in ("egress-remove", "egress-apply --rollback", "egress-apply --confirm-now", apply))
        done = at.script(*apply.split(), "--then", "sleep 20 < /dev/null > /dev/null 2>&1 & echo $! > %s; %s" % (SCRATCH / (at.ns + ".pid"), others))
        said(done, 0, "confirmed", name + " one at a time")
        checks.that(done.stderr.count("another egress-apply or egress-remove") == 4 == len(done.stderr.splitlines()), name + ": one line each: " + done.stderr)
        checks.that(at.out(HUB) and not at.out(OTHER), name + ": one at a time, it refuses")
        said(at.script("egress-apply", "--rollback"), 0, "as it was", name + " after it")
        checks.that(at.everything() == at.before, name + ": as before")
        os.kill(int((SCRATCH / (at.ns + ".pid")).read_text()), 15)


def not_restored(name):
    """What was there before cannot be loaded: that is no "taken back", and it can be tried again."""
    with site() as at:
        apply = ("egress-apply", "--format", name, file_of(name))
        said(at.script(*apply, "--no-confirm"), 0, "loaded", name + " not restored")
        before, saved = at.everything(), "nftables" if name == "nftables" else "rules-4"
        spoil = "cd %s/*/host/previous && cp %s kept && echo '-A EGRESS -j NOWHERE' >> %s; false" % (at.state, saved, saved)
        done = at.script(*apply, "--then", spoil)
        said(done, 2, "is not back", name + " restore fails")
        checks.that(len(done.stderr.splitlines()) == 1, name + ": one line: " + done.stderr)
        said(at.script("egress-apply", "--rollback"), 2, "is not back", name + " rollback fails")
        kept, = at.state.glob("*/host/previous/kept")
        kept.rename(kept.with_name(saved))
        said(at.script("egress-apply", "--rollback"), 0, "as it was", name + " rollback again")
        checks.that(at.everything() == before, name + ": the version before")


def nothing_to_hold(name):
    """A kernel without what ends a trial: told before anything is loaded."""
    tools = SCRATCH / ("bin-" + name)
    tools.mkdir()
    (tools / "unshare").write_text("#!/bin/bash\n[[ $* != *datestop* && $* != *'ipset create e '* ]] || exit 1\nexec /usr/bin/unshare \"$@\"\n")
    (tools / "unshare").chmod(0o755)
    with site() as at:
        done = at.script("egress-apply", "--format", name, file_of(name), "--confirm", 9, environment={"PATH": "%s:%s" % (tools, os.environ["PATH"])})
        said(done, 2, "neither ipset nor", name + " nothing to hold")
        checks.that(at.everything() == at.before and not list(at.state.glob("*/host")), name + ": nothing to hold, nothing was changed")


def allow_only(name):
    with site() as at:
        if name == "nftables":
            at.inside("nft", "-f", "-", input="table inet filter {\n chain egress { }\n chain output {\n  type filter hook output priority 0; policy drop;\n"
                      "  oifname \"lo\" accept\n  jump egress\n }\n}\n")
        else:
            at.inside("iptables", "-P", "OUTPUT", "DROP")
        checks.that(not at.out(HUB), name + ": the site refuses")
        said(at.script("egress-apply", "--format", name, file_of(name, "allow-only_host")), 0, "no trial", name + " allow-only")
        checks.that(at.out(HUB) and not at.out(OTHER), name + ": allow-only opens what it names")
        said(at.script("egress-remove"), 0, "no rules of ours", name + " allow-only remove")
        checks.that(not at.out(HUB) and not re.search("jump egress|EGRESS| eh[46]-", at.everything()), name + ": allow-only is gone")


def gateway(name):
    with site() as at:
        said(at.script("egress-apply", "--format", name, file_of(name, "default-deny_gateway"), "--then", "true"), 0, "confirmed", name + " gateway")
        said(at.script("egress-apply", "--format", name, file_of(name), "--then", "true"), 0, "confirmed", name + " host beside it")
        text = at.everything()
        checks.that(all(re.search(word, text) for word in (("EGRESS-GATEWAY-TO", ":EGRESS ") if name != "nftables" else ("egress_gateway", "table inet egress "))),
                    name + ": both at once")
        said(at.script("egress-remove"), 0, "(host)", name + " host goes")
        checks.that(re.search("EGRESS-GATEWAY|egress_gateway", at.everything()), name + ": the gateway's stay")
        said(at.script("egress-remove", "--gateway"), 0, "(gateway)", name + " gateway goes")
        checks.that(at.everything() == at.before, name + ": nothing is left")


def not_written():
    """The new rules are in force, and their file cannot be written: that is said, and is no "what was in force still is"."""
    stub, config = SCRATCH / "stub-unwritten", SCRATCH / "unwritten.conf"
    stub.write_text(STUB)
    stub.chmod(0o755)
    config.write_text("format = nftables\nfile = %s/no-such-folder/egress.nft\nexport = --hub contoso\n" % SCRATCH)
    with site() as at:
        said(at.script("egress-refresh", config, environment=dict(EGRESS_RULES=str(stub), EXPORTS=str(file_of("nftables")))), 2,
             "the new rules are in force, but", "refresh, no place for the file")
        checks.that(at.out(HUB) and not at.out(OTHER), "refresh, no place for the file: in force")


def refused():
    """Files that are not what they seem, and options that make no sense: exit 2, and nothing was changed."""
    bad = SCRATCH / "bad"
    with site() as at:
        def tried(name, text, words):
            bad.write_text(text)
            said(at.script("egress-apply", "--format", name, bad, "--no-confirm"), 2, words, "refused: " + words)
        nft, rules = file_of("nftables").read_text(), file_of("iptables").read_text()
        tried("nftables", nft + "table inet other { }\n", "other tables")
        tried("nftables", nft.replace("accept", "acept"), "refuses")
        (SCRATCH / "more.nft").write_text("# nothing yet\n")
        for more in ('include "%s"' % (SCRATCH / "more.nft"), 'table inet egress { include"/dev/null"; }', "flush ruleset",
                     "table inet foreign { }; delete table inet foreign", 'add rule inet egress egress comment "a\n" include "/dev/null"'):
            tried("nftables", nft + more + "\n", "not only about")
        tried("nftables", "table inet egress { }\n", "did not write it")
        tried("iptables", rules.replace("COMMIT", "-A OUTPUT -j DROP\nCOMMIT"), "not about chain")
        tried("iptables", rules.replace("COMMIT", "COMMIT\n*nat\nCOMMIT"), "not about chain")
        tried("iptables", rules.replace("--dport 53 ", "--dport 99999 "), "refuses")
        shutil.copy(file_of("ipset").parent / "egress-ipset.rules", SCRATCH)
        tried("ipset", file_of("ipset").read_text() + "destroy foreign\n", "not about a set of ours")
        for options, words in ((("--format", "pf", bad), "nftables, iptables or ipset"), (("--format", "nftables", "/nowhere"), "no such file"),
                               (("--format", "nftables", file_of("nftables"), "--confirm", "0"), "1 to 99999"), (("--sudo",), "no option"),
                               (("--format", "nftables", file_of("nftables"), "--then", "true", "--no-confirm"), "--then"), (("--confirm-now",), "nothing is on trial"),
                               (("--rollback",), "nothing was applied"), (("--format",), "value")):
            said(at.script("egress-apply", *options), 2, words, "option %s" % (options,))
        checks.that(at.everything() == at.before, "refused: nothing was changed")


STUB = """#!/bin/bash
# Stands for egress-rules: exports copies of a file, and proves what is asked of it.
if [ "$1" = prove ]; then echo "${SAYS:-egress.nft: it holds}" >&2; [ -z "${ASKED:-}" ] || echo "$*" >> "$ASKED"; exit "${PROVES:-0}"; fi
while [ $# -gt 0 ]; do [ "$1" != -o ] || to=$2; shift; done
if [ -d "$to" ]; then cp "$EXPORTS"/* "$to"; else cp "$EXPORTS" "$to"; fi
exit "${EXPORTED:-0}"
"""


RULE = "iptables -I EGRESS 1 -j ACCEPT"
SPOILT = {"nftables": ["nft insert rule inet egress egress accept",
                       "for s in $(nft list table inet egress | awk '/set f_.*_v4/ {print $2}'); do nft add element inet egress $s '{ 1.1.1.1 }'; done"],
          "iptables": [RULE], "ipset": [RULE, "for s in $(ipset list -n | grep ^eh4); do ipset add $s 1.1.1.1; done"]}


def refresh(name):
    stub, config = SCRATCH / ("stub-" + name), SCRATCH / (name + "-refresh.conf")
    stub.write_text(STUB)
    stub.chmod(0o755)
    installed = SCRATCH / ("in-force-" + name)
    config.write_text("# hourly\nformat = %s\nfile=%s\nexport = --hub contoso\nthen = true\n" % (name, installed))
    source = lambda variant: str(file_of(name, variant).parent if name == "ipset" else file_of(name, variant))
    with site() as at:
        def run(code, words, what, variant="default-deny_host", **environment):
            said(at.script("egress-refresh", config, environment=dict(EGRESS_RULES=str(stub), EXPORTS=source(variant), **environment)), code, words,
                 "%s refresh: %s" % (name, what))
        run(2, "incomplete = accept", "the format cannot hold it all", EXPORTED="1")
        run(2, "failed", "no export", EXPORTED="2")
        run(1, "not proved", "no proof", PROVES="1")
        checks.that(at.everything() == at.before and not installed.exists(), name + " refresh: nothing was changed")
        run(0, "in force", "the first time")
        first = at.everything()
        checks.that(not at.out(OTHER) and at.out(HUB), name + " refresh: loaded")
        run(0, "nothing changed", "again", PROVES="1") # it does not even ask for a proof
        checks.that(at.everything() == first, name + " refresh: nothing changed")
        # What the file says is not what is loaded: somebody opened the chain, or a set.
        for what in SPOILT[name]:
            at.inside("bash", "-c", what)
            checks.that(at.everything() != first and at.out(OTHER), name + " refresh: spoilt by " + what)
            run(1, "loaded anew", "spoilt, no proof", PROVES="1")
            run(0, "in force", "spoilt")
            checks.that(at.everything() == first and not at.out(OTHER), name + " refresh: loaded anew")
        run(1, "not proved", "other rules, no proof", variant="default-deny_everywhere", PROVES="1")
        checks.that(at.everything() == first, name + " refresh: without proof what was there stays")
        run(0, "in force", "other rules", variant="default-deny_everywhere")
        checks.that(not at.out(HUB), name + " refresh: other rules")
        said(at.script("egress-remove"), 0, "no rules", name + " refresh: as after a boot")
        run(0, "in force", "file unchanged, kernel empty", variant="default-deny_everywhere")
        config.write_text("format = %s\nfile=%s\nexport = --hub contoso\nthen = %s/egress-refresh %s; [ $? -eq 2 ]\n" % (name, installed, SCRIPTS, config))
        run(0, "another egress-refresh is at work", "one at a time")
        checks.that(not at.out(OTHER) and at.out(HUB), name + " refresh: one at a time, in force")
        config.write_text("format = %s\nshell = rm\n" % name)
        run(2, "refresh.conf:2", "a line that is none")


def proved_first(name):
    """egress-apply asks egress-rules before it loads anything; what it answers, and that it cannot be asked, is said."""
    stub, asked = SCRATCH / ("prove-" + name), SCRATCH / ("asked-" + name)
    stub.write_text(STUB)
    stub.chmod(0o755)
    with site() as at:
        def run(code, words, what, file=file_of(name), tool=stub, **environment):
            said(at.script("egress-apply", "--format", name, file, "--no-confirm", environment=dict(EGRESS_RULES=str(tool), ASKED=str(asked), **environment)),
                 code, words, "%s proved first: %s" % (name, what))
        run(2, "not what their policy says", "it does not hold", PROVES="1", SAYS="IT DOES NOT HOLD")
        run(2, "edited by hand", "comments that were changed", PROVES="2", SAYS="egress-rules: FILE x: it was edited by hand")
        over = file_of(name).with_name("over." + FILES[name])
        over.write_text(file_of(name).read_text().replace("expires 9999-12-31", "expires 2026-01-31"))
        run(2, "expired on 2026-01-31", "its last day is over", file=over)
        checks.that(at.everything() == at.before, name + " proved first: nothing was changed")
        run(0, "not proved: no namespaces here", "it cannot be asked", PROVES="2", SAYS="egress-rules: proof skipped: no namespaces here")
        run(0, "not proved: there is no egress-rules", "it is not there", tool="/nowhere")
        asked.unlink()
        run(0, "proved: egress.nft: it holds", "it holds")
        words = asked.read_text().split()
        checks.that(words[:4] == ["prove", "--missing-is-known", "--format", name] and [pathlib.Path(w).name for w in words[4:]] ==
                    [FILES[name]] + ["egress-ipset.rules"] * (name == "ipset"), "%s proved first: asked %s" % (name, words))
        asked.unlink()
        said(at.script("egress-apply", "--proved", "--format", name, file_of(name), "--no-confirm", environment=dict(EGRESS_RULES=str(stub), ASKED=str(asked))),
             0, "loaded", name + " proved before")
        checks.that(not asked.exists(), name + " proved before: it is not asked again")
        # With egress-rules itself: rules that its user sees do not hold.
        real, good = str(lab.BIN / "egress-rules"), file_of(name)
        run(0, "proved: ", "egress-rules itself", tool=real)
        folder = SCRATCH / ("leak-" + name)
        shutil.copytree(good.parent, folder)
        leak = folder / good.name
        leak.write_text("".join(line.replace("203.0.113.64/27", "203.0.113.64/26") if "egress-policy" not in line else line for line in leak.read_text().splitlines(True)))
        run(2, "LEAK", "egress-rules itself, a leak", file=leak, tool=real)


def real_refresh(name):
    """With egress-rules itself; a trial that has ended is no rules in force."""
    installed, config = SCRATCH / ("real-" + name), SCRATCH / (name + "-real.conf")
    config.write_text("format = %s\nfile = %s\nexport = --policy %s\nincomplete = accept\n" % (name, installed, file_of(name)))
    with site() as at:
        def run(words, what):
            said(at.script("egress-refresh", config, environment={"EGRESS_RULES": str(lab.BIN / "egress-rules")}), 0, words, "%s real refresh: %s" % (name, what))
        run("in force", "first")
        strict = at.everything()
        checks.that(at.out(HUB) and not at.out(OTHER), name + " real refresh: it refuses")
        run("nothing changed", "again")
        said(at.script("egress-apply", "--format", name, installed / FILES[name] if name == "ipset" else installed, "--confirm", 1), 0, "on trial", name + " real refresh")
        checks.that(opens(at), name + " real refresh: the trial ends")
        run("in force", "after a trial that ended")
        checks.that(at.everything() == strict and not at.out(OTHER), name + " real refresh: it refuses again")
        run("nothing changed", "and again")


try:
    for tool in ("nft", "iptables", "ipset"):
        if not shutil.which(tool, path="/usr/sbin:/sbin:/usr/bin:/bin"):
            print("skipped: %s is not installed" % tool)
            raise SystemExit(lab.SKIP)
    lab.run(lab.BIN.parent / "tests/rules_export_linux_test", "Linux formats: written for the lab where it asks", env=dict(os.environ, EGRESS_DUMP=str(DUMP)))
    POLICY = kernel_rules.Intent(file_of("nftables").read_text())
    with concurrent.futures.ThreadPoolExecutor(8) as together: # they mostly wait for namespaces to go
        for done in [together.submit(part, each) for part in (trial, then, stale, allow_only, gateway, refresh, proved_first, real_refresh) for each in FILES] + \
                [together.submit(part, each) for part in (not_restored, nothing_to_hold) for each in ("iptables", "ipset")] + \
                [together.submit(not_restored, "nftables"), together.submit(one_at_a_time, "nftables"), together.submit(refused), together.submit(not_written), together.submit(without_ipset)]:
            done.result()
finally:
    shutil.rmtree(SCRATCH)
checks.end()
