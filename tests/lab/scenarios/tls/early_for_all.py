# SPDX-License-Identifier: MIT
"""A box ends TLS for everybody at 443 with one certificate that is valid from the day after tomorrow; the device's clock is right."""
from injections import PLAIN
from injections_reading import box

FAULTS = ("C16", "C06")
INJECT = box("=tls:early:relay")
CAUSE = "tls.not_yet_valid"
ACCEPT = ("tls.intercepted_untrusted", "tls.intercepted_trusted")  # one certificate for everybody is that of a box
WHERE = ("firewall", "service")
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
