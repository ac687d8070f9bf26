# SPDX-License-Identifier: MIT
"""A scenario that stands until Ctrl-C, for an admin who wants to practise: how to enter it, what to type, and, at the end,
what it was."""
import shlex
import signal
import textwrap

import cloud
import lab
from injections import injected
from scenario import arguments

SAYS = """{name} stands. What happens there, and whose box does it? Ctrl-C ends it and says so.

Shells, as root (the device's resolver, hosts file and routes are its own there):
  ip netns exec {site.client} bash    # the device {lab.CLIENT}, {lab.CLIENT6}
  ip netns exec {site.firewall} bash    # the firewall, legs "in" {lab.GATEWAY_IN}, "out" {lab.GATEWAY_OUT}, "proxy" {lab.GATEWAY_PROXY}
  ip netns exec {site.proxy} bash    # the proxy {lab.PROXY}
  ip netns exec {site.cloud} bash    # the cloud: hub {lab.HUB}, resolver {lab.DNS}, registry {lab.MCR}

On the device, as an ordinary user:
  {check}
{more}  curl --cacert {ca} -v https://{lab.HUB_NAME}/
  openssl s_client -CAfile {ca} -verify_return_error -connect {lab.HUB_NAME}:8883 -servername {lab.HUB_NAME}
  egress-dns {lab.HUB_NAME}; dig {lab.HUB_NAME}

In the firewall:
  nft list ruleset; tcpdump -ni in    # what it does, what it sees
"""


def command_line(site, options, environment, wrap=()):
    """What to type in the device's shell; roots and programs by their place."""
    trust = [] if "--ca" in options else ["--ca", site.folder / "ca.pem"]
    words = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", *wrap]
    words += ["env", *("%s=%s" % pair for pair in environment.items())] if environment else []
    words += [lab.BIN / "egress-check", "--hub", lab.HUB_NAME, *trust, "--service-roots", site.folder / "ca.pem", *options]
    return " ".join(shlex.quote(str(word)) for word in words)


def keep(one):
    """Sets the scenario up and waits for Ctrl-C; 0."""
    with lab.Lab(proxy=True) as site:
        cloud.up(site)
        options, environment = arguments(site, one)
        with injected(site, one.injections()):
            proxy = options[options.index("--proxy") + 1] if one.PROXY else ""
            print(SAYS.format(name=one.name, site=site, lab=lab, ca=site.folder / "ca.pem",
                              check=command_line(site, options, environment, one.WRAP),
                              more="  export https_proxy=%s\n" % shlex.quote(proxy) if proxy else ""), flush=True)
            try:
                signal.pause()
            except KeyboardInterrupt:
                pass
    return told(one)


def told(one):
    """What it was."""
    print("\n" + textwrap.fill(one.about, 100))
    print("cause     %s%s" % (one.CAUSE or "nothing is wrong", "  (%s)" % " ".join(one.FAULTS) if one.FAULTS else ""))
    for way, protocols in one.WORKS.items():
        print("works     %s by the hub, %s" % (" ".join(sorted(protocols)) or "nothing", "directly" if way == "direct" else "by the proxy"))
    print("to set    UpstreamProtocol %s" % (one.upstream()[0] or "- none works"))
    return 0
