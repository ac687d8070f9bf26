# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 443 of every name but those of Microsoft, GitHub and Azure, and the device does not know its CA."""
from injections_reading import box

INJECT = box("azure=pass", "microsoft=pass", "aka.ms=pass", "githubusercontent=pass", "=tls:inspector:relay")
CAUSE = None
