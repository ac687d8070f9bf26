# SPDX-License-Identifier: MIT
"""What answers for the hub at 8883 breaks off with an internal error."""
from injections import ALL
from injections_tls import faulty_server

FAULTS = ("C14",)
INJECT = faulty_server("internal-error:good", 8883)
CAUSE = "tls.alert"
WORKS = {"direct": ALL - {"mqtt"}}
