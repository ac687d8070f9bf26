# SPDX-License-Identifier: MIT
"""The device's own interface takes jumbo frames, the way beyond it does not."""
from injections import ip

INJECT = ip("client", "link set out mtu 9000", "link set out mtu 1500")
CAUSE = None
