# SPDX-License-Identifier: MIT
"""What the tests in Python count with."""
import sys


class Checks:
    """Counts what holds and what does not; no test that holds nothing is a success."""

    def __init__(self):
        self.passed, self.failed = 0, 0

    def that(self, holds, what):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED: " + what)
        return bool(holds)

    def end(self):
        print("%d passed, %d failed" % (self.passed, self.failed))
        sys.exit(1 if self.failed or not self.passed else 0)
