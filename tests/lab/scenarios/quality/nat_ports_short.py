# SPDX-License-Identifier: MIT
"""The site's NAT has two ports for this device to each place: one connection at a time always finds one."""
from injections import sysctl
from injections_path import translated_to

FAULTS = ("B18",)
INJECT = (translated_to("50000-50001"), sysctl("firewall", "net.netfilter.nf_conntrack_tcp_timeout_time_wait=1"))
CAUSE = "net.connection_limit"
ACCEPT = ("net.rate_limit", # dropped attempts look alike whether their rate or their number is limited
          "net.loss") # four a second take both ports, too: nothing then tells them from lost ones
OPTIONS = ("--ipv4",)
