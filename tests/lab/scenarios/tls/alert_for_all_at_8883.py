# SPDX-License-Identifier: MIT
"""A box refuses every TLS to 8883 with an internal error."""
from injections import ALL
from injections_tls import faulty_server

FAULTS = ("C12",)
INJECT = faulty_server("internal-error:good", 8883, of=None)
CAUSE = "tls.alert"
WORKS = {"direct": ALL - {"mqtt"}}
