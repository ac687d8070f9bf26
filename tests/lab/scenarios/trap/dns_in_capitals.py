# SPDX-License-Identifier: MIT
"""The forwarder gives every name back in capitals."""
from injections_direct import more_dns

INJECT = more_dns("in-capitals")
CAUSE = None
