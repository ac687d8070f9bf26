# SPDX-License-Identifier: MIT
"""A box at 443 answers hellos without the needed names with a page without TLS."""
from injections_reading import box

INJECT = box("azure=pass", "microsoft=pass", "aka.ms=pass", "githubusercontent=pass", "=page")
CAUSE = None
