# SPDX-License-Identifier: MIT
"""The site is 120 ms from the cloud."""
from injections_path import delayed

INJECT = delayed(60)
CAUSE = None
OPTIONS = ("--limit", 4)
