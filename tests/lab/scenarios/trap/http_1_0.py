# SPDX-License-Identifier: MIT
"""The hub's front end answers requests in HTTP/1.0, without a length."""
from injections_reading import front

INJECT = front("=tls:good:plain-http-1.0")
CAUSE = None
