# SPDX-License-Identifier: MIT
"""An old filter drops questions with EDNS; programs as the C library ask without."""
from injections_direct import more_dns

INJECT = more_dns("only-without-edns")
CAUSE = None
