# SPDX-License-Identifier: MIT
"""The hub's front end sends 103 Early Hints before each answer to a request."""
from injections_reading import front

INJECT = front("=tls:good:hints")
CAUSE = None
