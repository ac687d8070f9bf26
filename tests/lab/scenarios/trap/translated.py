# SPDX-License-Identifier: MIT
"""The site's NAT gives every connection another source port."""
from injections import chain

INJECT = chain("firewall", "postrouting", ['oifname "out" masquerade fully-random'], kind="nat", priority="100")
CAUSE = None
