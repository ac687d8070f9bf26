# SPDX-License-Identifier: MIT
"""Injections of a device's proxy settings (facts/faults.md D32, D33): PAC files, and devices whose parts disagree."""
from injections import started
from lab import PROXY_NAME, on_demand
from truth import Claim, declared

# ---- PAC files

PAC_PORT = 3100
PAC_URL = "http://%s:%d/" % (PROXY_NAME, PAC_PORT)
ALWAYS = 'function FindProxyForURL(url, host) { return "%s"; }\n'


@on_demand
def pac_server(site):
    """A web server for PAC files at PAC_URL; gives its folder."""
    folder = site.folder / "pac"
    folder.mkdir()
    config = site.folder / "pac.conf"
    config.write_text("daemon off;\nworker_processes 1;\nuser root;\npid %s/pac.pid;\nerror_log stderr;\nevents { worker_connections 64; }\n"
                      "http {\n access_log off;\n types { application/x-ns-proxy-autoconfig pac dat; text/html html; }\n"
                      " server { listen %d; listen [::]:%d; root %s; }\n}\n" % (site.folder, PAC_PORT, PAC_PORT, folder))
    site.start(site.proxy, "nginx", "-c", config, "-p", site.folder, ready=site.listens(site.proxy, PAC_PORT))
    return folder


def pac(name, text="", proxy=None):
    """A PAC file at PAC_URL + name: this text, or one that sends everything to the proxy. Without both it is not there."""
    def inject(site):
        place = pac_server(site) / name
        if proxy:
            place.write_text(ALWAYS % ("PROXY " + proxy(site).split("://")[1]))
        elif text:
            place.write_text(text)
        if place.exists():
            site.undo.callback(place.unlink)
    return declared(inject, Claim(("proxy.pac",), ("proxy",), (PAC_URL + name,)))


# ---- devices

def device_files(name, **users):
    """A folder like a device's root in which units name a proxy each (callables of the site; None: the unit is there and
    names none): identityd, edged, docker. For OPTIONS: ("--root", device_files(…))."""
    units = {"identityd": "aziot-identityd", "edged": "aziot-edged", "docker": "docker"}

    def root(site):
        at = site.folder / ("device-%s" % name)
        for user, proxy in users.items():
            place = at / "etc/systemd/system" / (units[user] + ".service.d") / "proxy.conf"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text('[Service]\nEnvironment="https_proxy=%s"\n' % proxy(site) if proxy else "[Service]\n")
        if "docker" in users:
            (at / "etc/docker").mkdir(parents=True, exist_ok=True)
            (at / "etc/docker/daemon.json").write_text("{}\n")
        at.mkdir(exist_ok=True)
        for path in (at, *at.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        return at
    return root


def pac_served(name, body=None, location="", proxy=None):
    """A PAC file of these octets (@ stands for the proxy's HOST:PORT) at port 3101 of the proxy's host, or what nginx is told to do instead."""
    url = "http://%s:3101/%s" % (PROXY_NAME, name)

    def inject(site):
        at = site.folder / ("pac-served-%d" % next(site.counter))
        at.mkdir()
        if body is not None:
            (at / "real.pac").write_bytes(body.replace(b"@", proxy(site).split("://")[1].encode()) if proxy else body)
        for one in (at, *at.iterdir()):
            one.chmod(0o755)
        conf = at / "nginx.conf"
        conf.write_text("daemon off;\nworker_processes 1;\nuser root;\npid %s/pid;\nerror_log stderr;\nevents { worker_connections 64; }\n"
                        "http { access_log off; server { listen [::]:3101 ipv6only=off; root %s; %s } }\n" % (at, at, location))
        started(site, site.proxy, "nginx", "-c", conf, "-p", at, ready=site.listens(site.proxy, 3101))
    return declared(inject, Claim(("proxy.pac",), ("proxy",), (url,)))
