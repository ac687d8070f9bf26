# SPDX-License-Identifier: MIT
"""An accelerator on a satellite link splits every TCP connection in two and passes all bytes."""
from injections_protocol import HUB_PORTS, accelerated

INJECT = accelerated(*HUB_PORTS)
CAUSE = None
