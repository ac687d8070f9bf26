# SPDX-License-Identifier: MIT
"""The whole way that egress-rules is for: a site that blocks everything, egress-check says so, egress-rules makes rules
from its report, they are proved, applied by the script, and egress-check says ready; and with default-deny nothing else
gets out, as other clients find."""
import json
import socket
import subprocess
import sys

import cloud
import lab
from lab import DATA, DNS, HUB, HUB6, MCR, OTHER, run

lab.need_root_and_namespaces()
checks = lab.Checks()


def that(holds, what, *said):
    return checks.that(holds, " | ".join([what, *said]))


def equal(got, wanted, what):
    return that(got == wanted, "%s: %s, not %s" % (what, got, wanted))


SCRIPTS = lab.HERE.parents[1] / "scripts"
SITE_NFT = "table inet site {\n chain f {\n  type filter hook forward priority 0; policy drop;\n  udp dport 53 accept\n  ct state established accept\n }\n}\n"


def rules(site, *options, ok=(0,)):
    """egress-rules as an ordinary user, in the lab's client."""
    done = site.check(*options, tool="egress-rules")
    that(done.returncode in ok, "egress-rules %s: exit %d" % (" ".join(map(str, options[:3])), done.returncode),
                done.stderr[-800:] + done.stdout[-400:])
    return done


def in_namespace(ns, *command):
    return subprocess.run(["ip", "netns", "exec", ns, *map(str, command)], capture_output=True, text=True, timeout=60)


def apply(ns, *options):
    done = in_namespace(ns, "env", "EGRESS_RULES=%s" % (lab.BIN / "egress-rules"), SCRIPTS / "egress-apply", *options)
    that(done.returncode == 0 and "egress-apply: proved: " in done.stdout, "egress-apply %s" % " ".join(map(str, options[:2])), done.stdout + done.stderr)


def attempt(site, host, port, kind="tcp"):
    """What another client of the device gets: True where its packet got out and was answered."""
    script = {"tcp": "import socket,sys\ns=socket.create_connection((sys.argv[1],int(sys.argv[2])),1.5)",
              "udp": "import socket,sys\nf=socket.AF_INET6 if ':' in sys.argv[1] else socket.AF_INET\ns=socket.socket(f,socket.SOCK_DGRAM)\n"
                     "s.settimeout(1.5)\ns.connect((sys.argv[1],int(sys.argv[2])))\ns.send(b'x')\ns.recv(9)"}[kind]
    return in_namespace(site.client, sys.executable, "-c", script, host, port).returncode == 0


def pings(site, host):
    script = ("import socket,struct,sys\nsix=':' in sys.argv[1]\n"
              "s=socket.socket(socket.AF_INET6 if six else socket.AF_INET,socket.SOCK_RAW,socket.IPPROTO_ICMPV6 if six else socket.IPPROTO_ICMP)\n"
              "s.settimeout(1.5)\nbody=struct.pack('!BBHHH',128 if six else 8,0,0,7,1)\n"
              "if not six: body=body[:2]+struct.pack('!H',0xffff-(0x0800+7+1))+body[4:]\n"
              "s.connect((sys.argv[1],0))\ns.send(body)\n"
              "while (s.recv(99)[0 if six else 20] not in (0,129)): pass\n")
    return in_namespace(site.client, sys.executable, "-c", script, host).returncode == 0


def others_get_out(site):
    """Everything that nobody needs, and that is there to answer."""
    found = []
    for host, port in ((OTHER, 22), (OTHER, 8080), (HUB, 9100), (DNS, 443), (OTHER, 9100), (HUB6, 9100)):
        if attempt(site, host, port):
            found.append("tcp %s:%d" % (host, port))
    if attempt(site, OTHER, 9100, "udp"):
        found.append("udp %s:9100" % OTHER)
    found += ["ping " + host for host in (HUB, OTHER, HUB6) if pings(site, host)]
    return found


def temptations(site):
    """Servers that only a leak reaches: ports that answer everybody, TCP and UDP, both families."""
    script = ("import socket, threading\n"
              "def tcp(p):\n s=socket.socket(socket.AF_INET6,socket.SOCK_STREAM); s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1)\n"
              " s.bind(('::',p)); s.listen(50)\n while True: s.accept()[0].close()\n"
              "def udp(p):\n s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.bind(('%s',p))\n"
              " while True:\n  d,a=s.recvfrom(99); s.sendto(d,a)\n"
              "for p in (22,8080,9100): threading.Thread(target=tcp,args=(p,)).start()\nudp(9100)\n" % OTHER)
    site.start(site.cloud, sys.executable, "-c", script, ready=site.listens(site.cloud, 22, 8080, 9100))


def tag_file(site):
    """Azure's ranges, as they would be if its services were in this cloud."""
    def tag(name, *prefixes):
        return {"name": name, "id": name, "properties": {"changeNumber": 1, "region": "", "regionId": 0, "platform": "Azure",
                "systemService": name, "addressPrefixes": list(prefixes), "networkFeatures": ["FW", "NSG"]}}
    path = site.folder / "ServiceTags_Public.json"
    path.write_text(json.dumps({"changeNumber": 1, "cloud": "Public", "values": [
        tag("AzureIoTHub", HUB + "/32", OTHER + "/32", HUB6 + "/128"),
        tag("MicrosoftContainerRegistry", MCR + "/32", DATA + "/32", lab.MCR6 + "/128", lab.DATA6 + "/128")]}))
    path.chmod(0o644)
    return path


def report_of(site, name, verdict):
    found = site.report()
    equal(found["verdict"], verdict, "egress-check: " + name)
    path = site.folder / (name + ".json")
    found.pop("exit")
    path.write_text(json.dumps(found))
    path.chmod(0o644)
    return path


def proved(site, name, file):
    done = rules(site, "prove", "--format", name, file, "--mutate", "--json", "-")
    if done.returncode == 0:
        outcome = json.loads(done.stdout)
        that(outcome["probes"] >= 2500, "%s: %d probes" % (name, outcome["probes"]))
        that(outcome["mutations"] >= 5, "%s: elements were taken out in turn" % name)
        equal(outcome["surplus"], [], "%s: each element is needed" % name)


def gateway_default_deny(site):
    """The site's gateway blocks all but names. The change takes its own table away and puts ours in its place."""
    site.nft(SITE_NFT)
    report = report_of(site, "blocked", "blocked")
    file = site.folder / "egress.nft"
    made = rules(site, "export", "--format", "nftables", "--gateway", "--device", lab.CLIENT + "/32", "--device", lab.CLIENT6 + "/128",
                 "--report", report, "--service-tags", tag_file(site), "--owner", "netops", "--expires", "2099-01-01")
    file.write_text(made.stdout)
    file.chmod(0o644)
    proved(site, "nftables", file)
    run("ip", "netns", "exec", site.firewall, "nft", "delete", "table", "inet", "site")
    before = others_get_out(site)
    that(len(before) >= 9, "without rules the temptations answer: %s" % before)
    apply(site.firewall, "--format", "nftables", file, "--no-confirm")
    report_of(site, "ready", "ready")
    equal(others_get_out(site), [], "with default-deny nothing else gets out")
    gone = in_namespace(site.firewall, SCRIPTS / "egress-remove", "--format", "nftables", "--gateway")
    that(gone.returncode == 0, "egress-remove", gone.stdout + gone.stderr)
    equal(run("ip", "netns", "exec", site.firewall, "nft", "list", "ruleset").strip(), "", "nothing is left of it")


def gateway_allow_only(site):
    """iptables with a policy of DROP that stays; our chain only adds."""
    site.nft("")
    for tables in ("iptables", "ip6tables"):
        run("ip", "netns", "exec", site.firewall, tables, "-P", "FORWARD", "DROP")
        run("ip", "netns", "exec", site.firewall, tables, "-A", "FORWARD", "-p", "udp", "--dport", "53", "-j", "ACCEPT")
        run("ip", "netns", "exec", site.firewall, tables, "-A", "FORWARD", "-m", "conntrack", "--ctstate", "ESTABLISHED", "-j", "ACCEPT")
    report = report_of(site, "blocked", "blocked")
    file = site.folder / "egress.rules"
    made = rules(site, "export", "--format", "iptables", "--gateway", "--allow-only", "--report", report, "--service-tags", tag_file(site))
    file.write_text(made.stdout)
    file.chmod(0o644)
    proved(site, "iptables", file)
    # The rehearsal: the site's rules as they are, and with ours, without touching either.
    for tables in ("iptables", "ip6tables"):
        at = site.folder / ("%s.saved" % tables)
        at.write_text(run("ip", "netns", "exec", site.firewall, tables + "-save"))
        at.chmod(0o644)
    rehearsal = ("audit", "--iptables-save", site.folder / "iptables.saved", "--ip6tables-save", site.folder / "ip6tables.saved",
                 "--policy", file, "--gateway")
    that("STOPPED" in rules(site, *rehearsal, ok=(1,)).stdout, "audit: the site's rules stop it")
    with_ours = rules(site, *rehearsal, "--with", file, "--format", "iptables")
    that("STOPPED" not in with_ours.stdout, "audit: with ours it gets out", with_ours.stdout)
    apply(site.firewall, "--format", "iptables", file, "--no-confirm")
    report_of(site, "ready", "ready")
    equal(others_get_out(site), [], "the site's own DROP still stops the rest")
    in_namespace(site.firewall, SCRIPTS / "egress-remove", "--format", "iptables", "--gateway")
    for tables in ("iptables", "ip6tables"):
        run("ip", "netns", "exec", site.firewall, tables, "-P", "FORWARD", "ACCEPT")
        run("ip", "netns", "exec", site.firewall, tables, "-F", "FORWARD")


def device_in_two_rounds(site):
    """On the device itself, and without Azure's list of addresses: where layers come from shows when the registry answers."""
    site.nft("")
    site.nft("table inet site {\n chain o {\n  type filter hook output priority 0; policy drop;\n  udp dport 53 accept\n  oif lo accept\n }\n}\n",
             ns=site.client)
    report = report_of(site, "device-blocked", "blocked")
    file = site.folder / "device.nft"
    made = rules(site, "export", "--format", "nftables", "--report", report, ok=(1,))
    that("CANNOT" in made.stderr and "mcr-data" in made.stderr, "what has no address is named", made.stderr)
    file.write_text(made.stdout)
    run("ip", "netns", "exec", site.client, "nft", "delete", "table", "inet", "site")
    apply(site.client, "--format", "nftables", file, "--no-confirm")
    second = report_of(site, "device-second", "blocked")
    made = rules(site, "export", "--format", "nftables", "--report", second)
    file.write_text(made.stdout)
    file.chmod(0o644)
    proved(site, "nftables", file)
    apply(site.client, "--format", "nftables", file, "--no-confirm")
    report_of(site, "device-ready", "ready")
    equal(others_get_out(site), [], "the device: nothing else gets out")
    in_namespace(site.client, SCRIPTS / "egress-remove", "--format", "nftables")


with lab.Lab() as site:
    cloud.up(site)
    temptations(site)
    site.settle([HUB, HUB6, OTHER], 443)
    gateway_default_deny(site)
    gateway_allow_only(site)
    device_in_two_rounds(site)
checks.end()
