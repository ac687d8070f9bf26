# SPDX-License-Identifier: MIT
"""A transparent proxy splits connections to 8883 in two and passes all bytes."""
from injections_protocol import accelerated

INJECT = accelerated(8883)
CAUSE = None
