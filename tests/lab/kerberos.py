# SPDX-License-Identifier: MIT
"""A real Kerberos realm in the proxy's namespace: its KDC, the proxy's keytab, and a user's ticket for the tools."""
import os
import shutil

from lab import PROXY, PROXY_NAME, on_demand, run

REALM = "CORP.EXAMPLE"
SERVICE = "HTTP/%s@%s" % (PROXY_NAME, REALM)

KRB5_CONF = """[libdefaults]
 default_realm = {realm}
 dns_lookup_kdc = false
 dns_lookup_realm = false
 rdns = false
 dns_canonicalize_hostname = false
[realms]
 {realm} = {{
  kdc = {address}
 }}
[domain_realm]
 {name} = {realm}
"""
KDC_CONF = """[kdcdefaults]
 kdc_listen = 88
 kdc_tcp_listen = 88
[realms]
 {realm} = {{
  database_name = {at}/principal
  key_stash_file = {at}/stash
  acl_file = {at}/acl
  max_life = 10h
 }}
"""


@on_demand
def realm(site):
    """Starts the KDC with a user and a service; the folder with krb5.conf and the proxy's http.keytab."""
    at = site.folder / "kerberos"
    at.mkdir()
    (at / "krb5.conf").write_text(KRB5_CONF.format(realm=REALM, address=PROXY, name=PROXY_NAME))
    (at / "kdc.conf").write_text(KDC_CONF.format(realm=REALM, at=at))
    environment = {"KRB5_CONFIG": str(at / "krb5.conf"), "KRB5_KDC_PROFILE": str(at / "kdc.conf")}
    whole = dict(os.environ, **environment)
    run("kdb5_util", "-r", REALM, "create", "-s", "-P", "master", env=whole)
    run("kadmin.local", "-r", REALM, env=whole, input="addprinc -randkey edge\naddprinc -randkey %s\nktadd -k %s edge\nktadd -k %s %s\n"
        % (SERVICE, at / "edge.keytab", at / "http.keytab", SERVICE))
    shutil.chown(at / "http.keytab", "proxy")
    site.start(site.proxy, "krb5kdc", "-n", "-r", REALM, env=environment, ready=site.listens(site.proxy, 88))
    return at


def ticket(site, user="nobody"):
    """The environment with which a tool run by `user` finds a ticket."""
    at = realm(site)
    cache = at / ("ticket-of-" + user)
    environment = {"KRB5_CONFIG": str(at / "krb5.conf"), "KRB5CCNAME": "FILE:%s" % cache}
    run("ip", "netns", "exec", site.client, "kinit", "-k", "-t", at / "edge.keytab", "edge", env=dict(os.environ, **environment))
    shutil.chown(cache, user)
    return environment
