# SPDX-License-Identifier: MIT
"""Squid in every role the tests need: one small function per configuration, each answering its URL. A squid listens on
its own port, asks the resolvers of the proxy's namespace, and writes what it did to squid-PORT/access.log."""
import hashlib
import pathlib
import shutil

from kerberos import SERVICE, realm
from lab import CLIENT, CLIENT6, HUB_NAME, PROXY_NAME, SILENT, on_demand, run

HELPERS = pathlib.Path("/usr/lib/squid")
USER, PASSWORD = "edge", "S3cr:t@/%x"
REALM = "Example proxy"

# The timeouts are far below squid's own, so that its refusal arrives inside the limits of a test; to connect, 2 s,
# because over IPv6 it is the second SYN, after 1 s, whose ICMP error it is told.
CONFIG = """http_port {port} {listen}
pid_filename none
cache_log {at}/cache.log
access_log stdio:{at}/access.log
coredump_dir {at}
netdb_filename none
cache deny all
cache_mem 0
memory_cache_shared off
max_filedescriptors 1024
pinger_enable off
shutdown_lifetime 0 seconds
visible_hostname {name}
connect_retries 0
connect_timeout 2 seconds
dns_timeout 1 second
dns_retransmit_interval 1 second
negative_dns_ttl 1 second
forward_timeout 5 seconds
{lines}
http_access allow all
"""


def squid(site, *lines, listen=""):
    """Starts a squid with these lines before its `http_access allow all`; its URL."""
    port = 3128 + next(site.counter)
    at = site.folder / ("squid-%d" % port)
    at.mkdir()
    shutil.chown(at, "proxy", "proxy")
    (at / "squid.conf").write_text(CONFIG.format(port=port, listen=listen, at=at, name=PROXY_NAME, lines="\n".join(lines)))
    # A name of its own, letters and digits only, because squids of one name would share memory.
    site.start(site.proxy, "squid", "-N", "-d", 1, "-n", site.shared_memory + str(port), "-f", at / "squid.conf",
               ready=site.listens(site.proxy, port))
    return "http://%s:%d" % (PROXY_NAME, port)


# ---- who may

def known(*schemes):
    """Lines that let nobody in without credentials of one of these schemes."""
    return [line for scheme in schemes for line in scheme] + ["acl known proxy_auth REQUIRED", "http_access deny !known"]


@on_demand
def basic(site):
    users = site.folder / "basic-users"
    users.write_text("%s:%s\n" % (USER, run("openssl", "passwd", "-apr1", PASSWORD).strip()))
    return ["auth_param basic program %s %s" % (HELPERS / "basic_ncsa_auth", users), "auth_param basic realm " + REALM,
            "auth_param basic children 2 startup=1"]


@on_demand
def digest(site):
    users = site.folder / "digest-users"
    users.write_text("%s:%s:%s\n" % (USER, REALM, hashlib.md5(("%s:%s:%s" % (USER, REALM, PASSWORD)).encode()).hexdigest()))
    return ["auth_param digest program %s -c %s" % (HELPERS / "digest_file_auth", users), "auth_param digest realm " + REALM,
            "auth_param digest children 2 startup=1"]


NTLM = ["auth_param ntlm program %s" % (HELPERS / "ntlm_fake_auth"), "auth_param ntlm children 20 startup=1"]


@on_demand
def squid_open(site):
    return squid(site)


@on_demand
def squid_basic(site):
    return squid(site, *known(basic(site)))


@on_demand
def squid_digest(site):
    return squid(site, *known(digest(site)))


@on_demand
def squid_ntlm(site):
    """NTLM's three messages on one connection; the helper takes any password of any user."""
    return squid(site, *known(NTLM))


@on_demand
def squid_ntlm_and_basic(site):
    return squid(site, *known(NTLM, basic(site)))


@on_demand
def squid_kerberos(site):
    """Negotiate with the realm's tickets (kerberos.ticket); "-t none" leaves no replay cache in /var/tmp."""
    helper = "%s -t none -k %s -s %s" % (HELPERS / "negotiate_kerberos_auth", realm(site) / "http.keytab", SERVICE)
    return squid(site, *known(["auth_param negotiate program " + helper, "auth_param negotiate children 4 startup=1"]))


@on_demand
def squid_denies_client(site):
    return squid(site, "acl device src %s %s" % (CLIENT, CLIENT6), "http_access deny device")


# ---- where to

@on_demand
def squid_443_only(site):
    """What squid's own configuration does: CONNECT to 443 and nothing else."""
    return squid(site, "acl SSL_ports port 443", "http_access deny CONNECT !SSL_ports")


@on_demand
def squid_hub_ports(site):
    return squid(site, "acl SSL_ports port 443 5671 8883", "http_access deny CONNECT !SSL_ports")


@on_demand
def squid_denies_hub(site):
    return squid(site, "acl target dstdomain " + HUB_NAME, "http_access deny target")


@on_demand
def squid_resets_hub(site):
    return squid(site, "acl target dstdomain " + HUB_NAME, "deny_info TCP_RESET target", "http_access deny target")


@on_demand
def squid_dead_resolver(site):
    return squid(site, "dns_nameservers " + SILENT)


@on_demand
def squid_short_idle(site):
    """Closes a tunnel that is silent for 2 s."""
    return squid(site, "read_timeout 2 seconds")


# ---- looking inside

@on_demand
def inspection_ca(site):
    """The file of 'Example Inspection CA' and its key, which no device trusts; inspection-ca.pem holds the certificate."""
    at = site.folder
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", at / "inspection.key",
        "-out", at / "inspection-ca.pem", "-days", "30", "-subj", "/O=Example/CN=Example Inspection CA", "-addext", "keyUsage=keyCertSign")
    (at / "inspection.pem").write_text((at / "inspection-ca.pem").read_text() + (at / "inspection.key").read_text())
    return at / "inspection.pem"


@on_demand
def inspected_trust(site):
    """The --ca file of a device that trusts the inspection, too."""
    inspection_ca(site)
    trust = site.folder / "inspected-trust.pem"
    trust.write_text((site.folder / "ca.pem").read_text() + (site.folder / "inspection-ca.pem").read_text())
    return trust


def bumping(site, name, *lines):
    certificates = site.folder / ("certificates-" + name)
    helper = HELPERS / "security_file_certgen"
    run(helper, "-c", "-s", certificates, "-M", "4MB")
    run("chown", "-R", "proxy:proxy", certificates)
    return squid(site, "sslcrtd_program %s -s %s -M 4MB" % (helper, certificates), "sslcrtd_children 2 startup=1", "sslproxy_session_cache_size 0",
                 "tls_outgoing_options cafile=%s" % (site.folder / "ca.pem"), "acl first at_step SslBump1", "ssl_bump peek first", *lines,
                 listen="ssl-bump cert=%s generate-host-certificates=on dynamic_cert_mem_cache_size=4MB" % inspection_ca(site))


@on_demand
def squid_bump(site):
    """Ends TLS and reads HTTP inside; WebSocket upgrades lose their headers."""
    return bumping(site, "bump", "ssl_bump bump all")


@on_demand
def squid_bump_websocket(site):
    return bumping(site, "websocket", "ssl_bump bump all", "http_upgrade_request_protocols websocket allow all")


@on_demand
def squid_terminates_hub(site):
    """Reads the server name in the ClientHello: closes the hub's, leaves others alone."""
    return bumping(site, "splice", "acl target ssl::server_name " + HUB_NAME, "ssl_bump terminate target", "ssl_bump splice all")
