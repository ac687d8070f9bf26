# SPDX-License-Identifier: MIT
"""The device's resolv.conf has tabs, a remark behind the server's address, another in front, and no newline at its end."""
from injections_device import resolv_conf

INJECT = resolv_conf("; made by hand\n\n# nameserver 192.0.2.1\nnameserver\t203.0.113.53   # the site's\noptions timeout:1 attempts:2 edns0 trust-ad\nsearch .")
CAUSE = None
