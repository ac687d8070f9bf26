# SPDX-License-Identifier: MIT
"""An intrusion prevention system shuts out whoever asks addresses that nobody has, or traces the way; a device does neither."""
from injections_direct import scanners_banned

INJECT = scanners_banned
CAUSE = None
