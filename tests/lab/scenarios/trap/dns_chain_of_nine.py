# SPDX-License-Identifier: MIT
"""Every name goes through eight aliases of two zones."""
from injections_direct import more_dns

INJECT = more_dns("chain:9")
CAUSE = None
