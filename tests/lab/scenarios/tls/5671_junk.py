# SPDX-License-Identifier: MIT
"""What answers for the hub at 5671 sends bytes without sense."""
from injections import ALL
from injections_reading import front

FAULTS = ("C19",)
INJECT = front("=junk", ports=(5671,))
CAUSE = "tls.not_tls"
WORKS = {"direct": ALL - {"amqp"}}
