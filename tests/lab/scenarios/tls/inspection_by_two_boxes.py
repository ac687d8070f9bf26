# SPDX-License-Identifier: MIT
"""443 is inspected under one CA, 8883 under another; the device knows neither."""
from injections_tls import faulty_server, inspected

FAULTS = ("C06", "E12")
INJECT = (inspected(443), faulty_server("relay:private", 8883))
CAUSE = "tls.intercepted_untrusted"
ACCEPT = ("tls.untrusted",)  # 8883 alone
WORKS = {"direct": {"amqp"}}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
