# SPDX-License-Identifier: MIT
"""Nothing is wrong."""
INJECT = ()
CAUSE = None
