# SPDX-License-Identifier: MIT
"""What comes of a run of scenarios: the figures, the confusion matrix, and what flaps."""
import collections


class Figures:
    """Counts verdicts of judging.judge()."""

    def __init__(self, timed=False):
        self.timed = timed                         # few labs run beside each other: what is slow is at fault itself
        self.runs = collections.defaultdict(list)  # by scenario's name: verdicts, in order
        self.scenarios = {}
        self.broken = []                           # scenarios that could not be measured

    def add(self, one, verdict):
        self.scenarios[one.name] = one
        self.runs[one.name].append(verdict)

    def could_not(self, one):
        self.scenarios[one.name] = one
        self.broken.append(one.name)

    def every(self):
        return [(self.scenarios[name], v) for name, verdicts in self.runs.items() for v in verdicts]

    def missed(self, *kinds):
        return sum(any(kind in kinds for kind, _ in v.misses) for _, v in self.every())

    def flapping(self):
        """Scenarios whose headline was not the same each time: {name: headlines}."""
        return {name: [v.headline for v in verdicts] for name, verdicts in self.runs.items() if len({v.headline for v in verdicts}) > 1}

    def all_right(self):
        """Where many labs run side by side, time is shown and no fault: how busy the machine is decides it, too."""
        wrong = any(kind != "slow" or self.timed for _, v in self.every() for kind, _ in v.misses)
        return not self.broken and not self.flapping() and not wrong

    def lines(self):
        """The figures, one line each."""
        every = self.every()
        runs, paths = len(every), sum(v.paths for _, v in every)
        wrong = sum(kind == "path" for _, v in every for kind, _ in v.misses)
        right = sum(v.cause_right for _, v in every)
        second = sum(v.second_right for _, v in every)
        quiet = [v for one, v in every if one.CAUSE is None]
        faults = {fault for one in self.scenarios.values() for fault in one.FAULTS}

        def share(part, whole):
            return "%d of %d" % (part, whole) + (" (%.1f %%)" % (100 * part / whole) if whole else "")

        yield "scenarios          %d, %d runs; %d faults of the catalogue" % (len(self.scenarios), runs, len(faults))
        yield "paths right        " + share(paths - wrong, paths)
        yield "headline right     " + share(right, runs)
        yield "second right       " + share(second, runs - right)
        yield "UpstreamProtocol   " + share(runs - self.missed("upstream", "report"), runs)
        yield "verdict right      " + share(runs - self.missed("verdict", "report"), runs)
        yield "false errors       %d where nothing is wrong (of %d runs), %d elsewhere" % (
            sum(any(kind in ("headline", "accuses") for kind, _ in v.misses) for v in quiet), len(quiet),
            sum(any(kind == "accuses" for kind, _ in v.misses) for one, v in every if one.CAUSE is not None))
        yield "wrongly proved     %d" % self.missed("proved")
        yield "box, where, words  %d wrong" % self.missed("box", "where", "words", "severity", "also")
        yield "slow               %d took more than a round of measurements and one of controls" % self.missed("slow")
        if any(len(v) > 1 for v in self.runs.values()):
            yield "flapping           %d" % len(self.flapping())
            for name, headlines in self.flapping().items():
                yield "    %s: %s" % (name, ", ".join(map(str, headlines)))
        if self.missed("report"):
            yield "no report          %d" % self.missed("report")
        if self.broken:
            yield "could not be run   " + ", ".join(self.broken)

    def matrix(self):
        """Expected by seen: of layers whole, then of causes the rows that have something off the diagonal; as lines."""
        pairs = collections.Counter((one.CAUSE or "none", v.headline if not v.cause_right else one.CAUSE) for one, v in self.every())
        pairs = {(a, b or "none"): n for (a, b), n in pairs.items()}
        layers = collections.Counter()
        for (a, b), n in pairs.items():
            layers[a.split(".")[0], b.split(".")[0]] += n
        yield from grid(layers, "expected, by layer")
        off = {a for a, b in pairs if a != b}
        if off:
            yield ""
            yield from grid({pair: n for pair, n in pairs.items() if pair[0] in off}, "expected, by cause")


def grid(counts, title):
    """Counts by (row, column) as lines of a table; empty cells are dots. Columns are numbered where names are long."""
    rows, columns = sorted({a for a, _ in counts}), sorted({b for _, b in counts})
    width = max([len(title), *map(len, rows)]) + 1 # of no rows where nothing could be run
    long = sum(map(len, columns)) + len(columns) > 100
    heads = ["%d" % (n + 1) for n in range(len(columns))] if long else columns
    yield "%-*s seen: " % (width, title) + " ".join("%4s" % head for head in heads)
    for row in rows:
        cells = " ".join("%*s" % (max(4, len(head)), counts.get((row, column), ".")) for head, column in zip(heads, columns))
        yield "%-*s       " % (width, row) + cells
    if long:
        yield from ("%*d %s" % (width, n + 1, column) for n, column in enumerate(columns))
