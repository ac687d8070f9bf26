#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The rules for Squid, decided by Squid itself: real CONNECTs in a namespace of their own, where every allowed name has
somebody who answers. Run by CTest; needs root and squid."""
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from checks import Checks

HERE = pathlib.Path(__file__).parent
BIN = pathlib.Path(os.environ.get("EGRESS_BIN", HERE.parents[1] / "build/dev/bin"))
POLICY = HERE.parent / "golden/rules_egress-network-policy.yaml"  # of any format: the policy is in its comments
SKIP = 77
ADDRESS = "198.18.7.1"
PORTS = (80, 443, 5671, 8883, 8884)

# What Debian's squid.conf has around conf.d, and nothing that answers from a cache or writes outside of the folder.
CONFIG = """http_port 127.0.0.1:3128
pid_filename none
cache_log {at}/cache.log
access_log none
coredump_dir {at}
netdb_filename none
cache deny all
cache_mem 0
memory_cache_shared off
max_filedescriptors 1024
pinger_enable off
shutdown_lifetime 0 seconds
visible_hostname squid.example
connect_retries 0
dns_nameservers 127.0.0.1
dns_timeout 1 second
hosts_file {at}/hosts
acl SSL_ports port 443
acl Safe_ports port 80 21 443 70 210 1025-65535 280 488 591 777
http_access deny !Safe_ports
http_access deny CONNECT !SSL_ports
include {at}/egress-squid.conf
http_access deny all
"""

NAMES = ("contoso.azure-devices.net", "fabrikam.azure-devices.net", "azure-devices.net", "contoso.azurecr.io",
         "evilcontoso.azurecr.io", "contoso.azurecr.io.evil.example", "weu.data.azurecr.io", "a.b.data.azurecr.io",
         "data.azurecr.io", "evildata.azurecr.io", "mcr.microsoft.com", "eastus.data.mcr.microsoft.com",
         "packages.example.com", "evil.example")

# Target of a CONNECT, and whether it is let through.
CONNECTS = (
    ("contoso.azure-devices.net:443", True), ("contoso.azure-devices.net:5671", True),
    ("contoso.azure-devices.net:8883", True), ("CONTOSO.Azure-Devices.net:8883", True),
    ("contoso.azure-devices.net:8884", False), ("contoso.azure-devices.net:80", False),
    ("fabrikam.azure-devices.net:443", False), ("azure-devices.net:443", False), ("contoso.azurecr.io:443", True),
    ("contoso.azurecr.io:8883", False), ("contoso.azurecr.io:5671", False), ("evilcontoso.azurecr.io:443", False),
    ("contoso.azurecr.io.evil.example:443", False), ("weu.data.azurecr.io:443", True),
    ("a.b.data.azurecr.io:443", True), ("data.azurecr.io:443", False), ("evildata.azurecr.io:443", False),
    ("mcr.microsoft.com:443", True), ("eastus.data.mcr.microsoft.com:443", True), ("packages.example.com:443", True),
    ("packages.example.com:80", False), ("evil.example:443", False), (ADDRESS + ":443", False),
    ("127.0.0.1:443", False), ("[::1]:443", False), ("169.254.169.254:80", False), ("10.0.0.53:53", False))

# Of plain HTTP, without a tunnel.
GETS = (("packages.example.com", True), ("contoso.azurecr.io", False), ("evil.example", False), (ADDRESS, False))


def status(request):
    """What Squid says to one request: the number in its answer's first line."""
    with socket.create_connection(("127.0.0.1", 3128), timeout=10) as peer:
        peer.sendall(request.encode())
        answer = peer.recv(4096).decode("latin-1")
    return int(answer.split(" ", 2)[1])


def answer_everybody():
    """On every port of ours; the same answer to all, as nobody reads more than that there is one."""
    def serve(listener):
        while True:
            peer, _ = listener.accept()
            peer.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            peer.close()
    for port in PORTS:
        listener = socket.create_server((ADDRESS, port))
        threading.Thread(target=serve, args=(listener,), daemon=True).start()


def export(policy, *options):
    return subprocess.run([BIN / "egress-rules", "export", "--format", "squid", "--policy", policy, *options],
                          capture_output=True, text=True, timeout=60)


def rules(at, *options):
    """The rules as egress-rules writes them: exit 1, as UDP flows cannot go through a proxy."""
    # The golden file's id is made up, so it is refused, with the id that its content has.
    own = re.search(r"its content is (\w+)", export(POLICY, *options).stderr)
    policy = at / "policy.yaml"
    policy.write_text(POLICY.read_text().replace("0123456789ab", own.group(1) if own else ""))
    done = export(policy, *options)
    (at / "egress-squid.conf").write_text(done.stdout)
    return done


def ask(check, at):
    """Starts Squid and asks it for everything."""
    squid = subprocess.Popen(["squid", "-N", "-n", "egressrules%d" % os.getpid(), "-f", at / "squid.conf"])
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", 3128), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        for target, allowed in CONNECTS:
            said = status("CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n" % (target, target))
            check.that(said == (200 if allowed else 403), "CONNECT %s: %d" % (target, said))
        for name, allowed in GETS:
            said = status("GET http://%s/ HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" % (name, name))
            check.that(said == (204 if allowed else 403), "GET http://%s/: %d" % (name, said))
    finally:
        squid.terminate()
        squid.wait(10)


def inside():
    """In the namespace."""
    check = Checks()
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    subprocess.run(["ip", "address", "add", ADDRESS + "/32", "dev", "lo"], check=True)
    answer_everybody()
    with tempfile.TemporaryDirectory(prefix="egress-squid-") as folder:
        at = pathlib.Path(folder)
        at.chmod(0o755)
        shutil.chown(at, "proxy", "proxy")
        # 127.0.0.1 has an allowed name, too: without -n Squid would take its address for that.
        (at / "hosts").write_text("127.0.0.1 mcr.microsoft.com\n" +
                                  "".join("%s %s\n" % (ADDRESS, name) for name in NAMES))
        (at / "squid.conf").write_text(CONFIG.format(at=at))
        done = rules(at)
        check.that(done.returncode == 1 and "flow ntp is missing" in done.stderr, "export: %s" % done.stderr)
        parsed = subprocess.run(["squid", "-k", "parse", "-f", at / "squid.conf"], capture_output=True, text=True)
        check.that(parsed.returncode == 0, "squid -k parse: %s" % parsed.stderr)
        check.that("WARNING" not in parsed.stderr, "squid -k parse warns: %s" % parsed.stderr)
        ask(check, at)
    check.end()


if __name__ == "__main__":
    if sys.argv[1:] == ["inside"]:
        inside()
    if os.geteuid() != 0 or not shutil.which("squid"):
        print("skipped: needs root and squid")
        sys.exit(SKIP)
    if subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode != 0:
        print("skipped: this machine allows no network namespaces")
        sys.exit(SKIP)
    sys.exit(subprocess.run(["unshare", "-n", sys.executable, __file__, "inside"]).returncode)
