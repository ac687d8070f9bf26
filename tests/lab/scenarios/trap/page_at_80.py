# SPDX-License-Identifier: MIT
"""A web filter answers every request at port 80 with a page; nothing of IoT Edge goes there."""
from injections_sites import web_page

INJECT = web_page("403 '<html>HTTP is blocked, use HTTPS</html>'", 80)
CAUSE = None
