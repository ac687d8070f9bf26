# SPDX-License-Identifier: MIT
"""The firewall forgets connections that are silent for twenty seconds; a device's are watched for five."""
from injections_protocol import forgets

INJECT = forgets(20, 443, 5671, 8883)
CAUSE = None
OPTIONS = ("--hold", 5)
