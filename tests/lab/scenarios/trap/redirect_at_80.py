# SPDX-License-Identifier: MIT
"""A box sends every request at port 80 on to https."""
from injections_sites import web_page

INJECT = web_page("301 https://$host$request_uri", 80)
CAUSE = None
