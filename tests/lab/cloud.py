# SPDX-License-Identifier: MIT
"""Real servers as a stand-in cloud: mosquitto (MQTT, also over WebSocket), rhea (AMQP 1.0, also over WebSocket),
nginx (TLS, routing), docker-registry, unbound. There is no time server in it."""
import hashlib
import json
import subprocess

from lab import DNS, DNS6, HERE, HUB, HUB6, HUB_NAME, NAMES, PROXY, PROXY6, PROXY_NAME, run

IMAGE = ("azureiotedge-agent", "1.6")
# As in the certificates of the real services: with them the server's first flight is more than one segment long.
MANY_NAMES = ["*.region%02d.azure-devices.example" % n for n in range(60)]


def certificates(lab):
    """A root, an intermediate, and one certificate for every name of the cloud."""
    at = lab.folder
    config = at / "san.cnf"
    config.write_text("[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
                      "[leaf]\nsubjectAltName=%s\nauthorityKeyIdentifier=keyid\n" % ",".join("DNS:" + n for n in (*NAMES, *MANY_NAMES)))
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    run("openssl", "req", "-x509", *key, "-keyout", at / "ca.key", "-out", at / "ca.pem", "-days", "30",
        "-subj", "/O=Lab/CN=Lab Root", "-addext", "keyUsage=keyCertSign")
    run("openssl", "req", *key, "-keyout", at / "mid.key", "-out", at / "mid.csr", "-subj", "/O=Lab/CN=Lab Issuing CA")
    run("openssl", "x509", "-req", "-in", at / "mid.csr", "-CA", at / "ca.pem", "-CAkey", at / "ca.key", "-CAcreateserial",
        "-out", at / "mid.pem", "-days", "30", "-extfile", config, "-extensions", "ca")
    run("openssl", "req", *key, "-keyout", at / "leaf.key", "-out", at / "leaf.csr", "-subj", "/CN=" + HUB_NAME)
    run("openssl", "x509", "-req", "-in", at / "leaf.csr", "-CA", at / "mid.pem", "-CAkey", at / "mid.key", "-CAcreateserial",
        "-out", at / "leaf.pem", "-days", "30", "-extfile", config, "-extensions", "leaf")
    (at / "chain.pem").write_text((at / "leaf.pem").read_text() + (at / "mid.pem").read_text())
    for name in ("ca.pem", "chain.pem", "leaf.key"):
        (at / name).chmod(0o644)


def dns(lab):
    data = "".join('  local-data: "%s. 300 IN A %s"\n  local-data: "%s. 300 IN AAAA %s"\n' % (n, v4, n, v6)
                   for n, (v4, v6) in [*NAMES.items(), *([(PROXY_NAME, (PROXY, PROXY6))] if lab.proxy else [])])
    config = lab.folder / "unbound.conf"
    config.write_text("server:\n  interface: %s\n  interface: %s\n  access-control: 0.0.0.0/0 allow\n  access-control: ::/0 allow\n"
                      "  username: \"\"\n  chroot: \"\"\n  pidfile: \"\"\n  directory: \"%s\"\n  use-syslog: no\n  do-daemonize: no\n"
                      "  module-config: \"iterator\"\n  local-zone: \".\" static\n  local-data: \". 300 IN SOA a. b. 1 2 3 4 5\"\n%s"
                      "remote-control:\n  control-enable: no\n" % (DNS, DNS6, lab.folder, data))
    lab.start(lab.cloud, "unbound", "-c", config, ready=lab.listens(lab.cloud, 53, udp=True))


def mqtt(lab):
    at = lab.folder
    config = at / "mosquitto.conf"
    tls = "certfile %s\nkeyfile %s\n" % (at / "chain.pem", at / "leaf.key")
    config.write_text("per_listener_settings false\nallow_anonymous false\nuser root\n"
                      "listener 8883 %s\n%slistener 8883 %s\n%slistener 9001 127.0.0.1\nprotocol websockets\n" % (HUB, tls, HUB6, tls))
    lab.start(lab.cloud, "mosquitto", "-c", config, ready=lab.listens(lab.cloud, 8883, 9001))


def amqp(lab):
    at = lab.folder
    lab.start(lab.cloud, "node", HERE / "amqp_peer.js", at / "chain.pem", at / "leaf.key", HUB, HUB6, "9002",
              ready=lab.listens(lab.cloud, 5671, 9002))


def registry(lab):
    """docker-registry with one small image, the way a real one comes to hold it: pushed."""
    at = lab.folder
    config = at / "registry.yml"
    config.write_text("version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: %s\nhttp:\n  addr: 127.0.0.1:5000\n" % (at / "registry"))
    lab.start(lab.cloud, "docker-registry", "serve", config, ready=lab.listens(lab.cloud, 5000))
    repository, tag = IMAGE
    base = "http://127.0.0.1:5000/v2/%s" % repository

    def curl(*options):
        return run("ip", "netns", "exec", lab.cloud, "curl", "-sSf", *options)

    def push(blob):
        digest = "sha256:" + hashlib.sha256(blob).hexdigest()
        place = [line.split(": ", 1)[1] for line in curl("-i", "-X", "POST", base + "/blobs/uploads/").splitlines()
                 if line.lower().startswith("location:")][0].strip()
        (at / "blob").write_bytes(blob)
        curl("-X", "PUT", "-H", "Content-Type: application/octet-stream", "--data-binary", "@%s" % (at / "blob"),
             place + "&digest=" + digest)
        return {"digest": digest, "size": len(blob)}

    config_blob = dict(push(b'{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}'),
                       mediaType="application/vnd.docker.container.image.v1+json")
    kind = "application/vnd.docker.distribution.manifest.v2+json"
    manifest = json.dumps({"schemaVersion": 2, "mediaType": kind, "config": config_blob, "layers": [
        dict(push(b"a layer"), mediaType="application/vnd.docker.image.rootfs.diff.tar.gzip")]})
    (at / "manifest").write_text(manifest)
    curl("-X", "PUT", "-H", "Content-Type: " + kind, "--data-binary", "@%s" % (at / "manifest"), base + "/manifests/" + tag)


def web(lab):
    """nginx: TLS for every name, the hub's WebSocket path by subprotocol, the registry and its layer host."""
    config = lab.folder / "nginx.conf"
    text = (HERE / "conf/nginx.conf").read_text()
    config.write_text(text.replace("@AT@", str(lab.folder)).replace("@HUB@", HUB_NAME))
    lab.start(lab.cloud, "nginx", "-c", config, "-p", lab.folder, ready=lab.listens(lab.cloud, 443))


def up(lab):
    """The whole cloud."""
    certificates(lab)
    for server in (dns, mqtt, amqp, registry, web):
        server(lab)
    lab.settle([address for pair in set(NAMES.values()) for address in pair], 443)
