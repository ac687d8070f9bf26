# SPDX-License-Identifier: MIT
"""What the tests in Python count with."""
import sys
import threading


class Checks:
    """Counts what holds and what does not, from any thread; no test that holds nothing is a success."""

    def __init__(self):
        self.passed, self.failed, self.lock = 0, 0, threading.Lock()

    def that(self, holds, what):
        with self.lock:
            if holds:
                self.passed += 1
            else:
                self.failed += 1
                print("FAILED: " + what)
        return bool(holds)

    def end(self):
        print("%d passed, %d failed" % (self.passed, self.failed))
        sys.exit(1 if self.failed or not self.passed else 0)
