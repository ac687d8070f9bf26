# SPDX-License-Identifier: MIT
"""The provisioning service answers requests without credentials with 429: it is reached."""
from injections import OTHER, OTHER6
from injections_reading import front

FAULTS = ("D37",)
INJECT = front("provisioning=tls:good:429", of=(OTHER, OTHER6))
CAUSE = None
