# SPDX-License-Identifier: MIT
"""Benchmark: full, verified TLS handshakes per CPU-second of the client: egress-tls beside `openssl s_time -new -verify`
and curl, against nginx on loopback with an RSA-2048 chain. Prints ratios; asserts nothing."""
import os
import pathlib
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time

BIN = pathlib.Path(os.environ.get("EGRESS_BIN", pathlib.Path(__file__).resolve().parents[2] / "build/release/bin"))
COUNT = 3000
ROUNDS = 3


def quiet(*command, **how):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True, **how)


def certificates(at):
    (at / "ext").write_text("[ca]\nbasicConstraints=critical,CA:TRUE\n[leaf]\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n")
    quiet("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", at / "ca.key", "-out", at / "ca.pem", "-subj", "/CN=Bench Root")
    for name, issuer, section in (("mid", "ca", "ca"), ("leaf", "mid", "leaf")):
        quiet("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", at / (name + ".key"), "-out", at / (name + ".csr"), "-subj", "/CN=" + name)
        quiet("openssl", "x509", "-req", "-in", at / (name + ".csr"), "-CA", at / (issuer + ".pem"), "-CAkey", at / (issuer + ".key"),
              "-CAcreateserial", "-out", at / (name + ".pem"), "-days", "30", "-extfile", at / "ext", "-extensions", section)
    (at / "chain.pem").write_text((at / "leaf.pem").read_text() + (at / "mid.pem").read_text())


def serve(at):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    temp = "".join("%s_temp_path %s/t;" % (k, at) for k in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (at / "nginx.conf").write_text(
        "daemon off; worker_processes 1; pid %s/pid; error_log %s/err; events { worker_connections 1024; }\n"
        "http { access_log off; %s ssl_protocols TLSv1.2 TLSv1.3; ssl_session_tickets off; server { listen 127.0.0.1:%d ssl; ssl_certificate %s/chain.pem;"
        " ssl_certificate_key %s/leaf.key; return 200 ok; } }\n" % (at, at, temp, port, at, at))
    process = subprocess.Popen(["nginx", "-c", at / "nginx.conf", "-p", at], stderr=subprocess.DEVNULL)
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return process, port
        except OSError:
            time.sleep(0.05)


def cpu(command, **how):
    """CPU seconds that a command took, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **how)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done


def main():
    with tempfile.TemporaryDirectory() as folder:
        at = pathlib.Path(folder)
        certificates(at)
        server, port = serve(at)
        try:
            measure(at, port)
        finally:
            server.terminate()
            server.wait()


def system_trust(at):
    """What a device really trusts: the system's roots and the bench's, as one bundle and as a hashed directory."""
    bundle = pathlib.Path("/etc/ssl/certs/ca-certificates.crt").read_text() + (at / "ca.pem").read_text()
    (at / "bundle.pem").write_text(bundle)
    (at / "hashed").mkdir()
    for n, text in enumerate(bundle.split("-----END CERTIFICATE-----\n")[:-1]):
        (at / "hashed" / ("%d.pem" % n)).write_text(text + "-----END CERTIFICATE-----\n")
    quiet("openssl", "rehash", at / "hashed")


def ours(at, port, trust, env):
    took, done = cpu([BIN / "egress-tls", "--file", at / "targets", *trust, "--ipv4", "--width", "50", "--standin", "127.0.0.1"],
                     env=dict(os.environ, **env))
    good = done.stdout.count("ok    ")
    assert good == COUNT, done.stdout[:300] + done.stderr[:300]
    return good / took


def s_time(at, port, trust, env):
    took, done = cpu(["openssl", "s_time", "-new", "-verify", "3", *trust, "-connect", "127.0.0.1:%d" % port, "-time", "4"],
                     env=dict(os.environ, **env))
    return int(re.search(r"(\d+) connections in", done.stdout).group(1)) / took


def curl(at, port, trust, env):
    few = 300
    urls = ["https://localhost:%d/" % port, "-o", "/dev/null"] * few # a new connection each: the server closes
    took, _ = cpu(["curl", "-s", "-H", "Connection: close", "--parallel", "--parallel-max", "20", *trust, *urls])
    return few / took


def curl_each(at, port, trust, env):
    few = 30
    took = sum(cpu(["curl", "-s", "-o", "/dev/null", *trust, "https://localhost:%d/" % port])[0] for _ in range(few))
    return few / took


def measure(at, port):
    (at / "targets").write_text("localhost:%d/tls\n" % port * COUNT)
    system_trust(at)
    ca, bundle, hashed = at / "ca.pem", at / "bundle.pem", at / "hashed"
    for store, rows in (("a store of one root", ((ours, ["--ca", ca], {}), (s_time, ["-CAfile", ca], {}), (curl, ["--cacert", ca], {}),
                                                 (curl_each, ["--cacert", ca], {}))),
                        ("the system's store", ((ours, [], {"SSL_CERT_DIR": str(hashed), "SSL_CERT_FILE": ""}), (s_time, ["-CApath", hashed], {}),
                                                (curl, ["--cacert", bundle], {}), (curl_each, ["--cacert", bundle], {})))):
        best = {what.__name__: max(what(at, port, trust, env) for _ in range(ROUNDS)) for what, trust, env in rows}
        print("%s: full verified handshakes per CPU-second: " % store + "   ".join("%s %.0f" % pair for pair in best.items()))
        print("    ours / s_time %.2f   ours / curl --parallel %.1f   ours / a curl each %.1f"
              % (best["ours"] / best["s_time"], best["ours"] / best["curl"], best["ours"] / best["curl_each"]))


sys.exit(main())
