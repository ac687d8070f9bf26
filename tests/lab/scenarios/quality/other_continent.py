# SPDX-License-Identifier: MIT
"""The nearest region is on another continent: 160 ms for a round trip, and that is all."""
from injections_path import delayed

FAULTS = ()
INJECT = delayed(80)
CAUSE = None
