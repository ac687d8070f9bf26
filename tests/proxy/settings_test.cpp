// SPDX-License-Identifier: MIT
#include "proxy/settings.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include <catch2/catch.hpp>

#include "tests/proxy/device_copy.hpp"

using namespace proxy;
using strings = std::vector<std::string>;

namespace {

std::vector<assignment> environment(std::initializer_list<const char*> lines) {
    std::vector<const char*> all(lines);
    all.push_back(nullptr);
    return proxy_environment(all.data());
}

std::string without(std::string text, const std::string& root) {
    for (std::size_t at; (at = text.find(root)) != text.npos;) text.erase(at, root.size());
    return text;
}

// Everything that a report can show of settings; a password in it fails the test that asks.
struct shown_settings {
    strings uses, misfits, remarks, differences;
    std::string chosen;
};

shown_settings show(const device_copy& copy, const std::vector<assignment>& variables = {},
    std::string_view host = "hub.example", bool tls = true) {
    const auto all = read_settings(copy.root(), variables);
    shown_settings out;
    for (const auto& u : who_uses(all, host, tls ? 443 : 80, tls))
        out.uses.push_back(without(std::string(row_of(u.who).name) + ": " +
                                       (u.proxy      ? shown(*u.proxy)
                                           : u.known ? "direct"
                                                     : "not known") +
                                       " (" + u.because + ")",
            copy.root()));
    for (const auto& line : misfits(all)) out.misfits.push_back(without(line, copy.root()));
    for (const auto& line : all.remarks) out.remarks.push_back(without(line, copy.root()));
    const auto chosen = choose(all);
    if (chosen.proxy) out.chosen = without(shown(*chosen.proxy) + " (" + chosen.from + ")", copy.root());
    for (const auto& line : chosen.remarks) out.differences.push_back(without(line, copy.root()));
    for (const auto* list : {&out.uses, &out.misfits, &out.remarks, &out.differences})
        for (const auto& line : *list) {
            INFO(line);
            CHECK(line.find("secret") == line.npos);
            CHECK(line.find('\n') == line.npos);
        }
    return out;
}

void drop_in(const device_copy& copy, const std::string& unit, const std::string& assignment) {
    copy.write(
        "/etc/systemd/system/" + unit + ".service.d/proxy.conf", "[Service]\nEnvironment=\"" + assignment + "\"\n");
}

} // namespace

TEST_CASE("settings: a device where everybody uses the same proxy") {
    const device_copy copy;
    copy.write("/etc/aziot/config.toml",
        "hostname = \"d\"\n[agent.env]\nhttps_proxy = \"http://edge:s%40cret@proxy:3128/\"\n");
    copy.write(
        "/etc/aziot/edged/config.d/00-super.toml", "[agent.env]\nhttps_proxy = \"http://edge:s%40cret@proxy:3128\"\n");
    drop_in(copy, "aziot-identityd", "https_proxy=http://edge:s%%40cret@PROXY:3128");
    drop_in(copy, "aziot-edged", "https_proxy=http://edge:s%%40cret@proxy:3128");
    copy.write("/etc/docker/daemon.json", "{\"proxies\": {\"https-proxy\": \"http://edge:s%40cret@proxy:3128\", "
                                          "\"no-proxy\": \"registry.example\"}}");
    const auto seen = show(copy);
    CHECK(seen.uses ==
          strings{"aziot-identityd: http://edge:***@proxy:3128 (https_proxy, "
                  "/etc/systemd/system/aziot-identityd.service.d/proxy.conf:2)",
              "dockerd: http://edge:***@proxy:3128 (proxies.https-proxy, /etc/docker/daemon.json:1)",
              "edgeAgent: http://edge:***@proxy:3128 (https_proxy, /etc/aziot/edged/config.d/00-super.toml:2)",
              "edgeHub: not known (set by the deployment only)"});
    CHECK(show(copy, {}, "registry.example").uses[1] ==
          "dockerd: direct (the host is in proxies.no-proxy, /etc/docker/daemon.json:1)");
    CHECK(seen.chosen == "http://edge:***@proxy:3128 (https_proxy, /etc/aziot/config.toml:3)");
    CHECK(seen.differences.empty());
    CHECK(seen.misfits.empty());
    CHECK(seen.remarks.empty());
}

TEST_CASE("settings: a device without a proxy") {
    const device_copy copy;
    CHECK(show(copy).uses.empty());
    CHECK(show(copy).chosen.empty());
    copy.write("/etc/aziot/config.toml", "hostname = \"d\"\n");
    copy.write("/lib/systemd/system/aziot-identityd.service", "[Service]\n");
    copy.write("/lib/systemd/system/docker.service", "[Service]\n");
    const auto seen = show(copy);
    CHECK(seen.uses == strings{"aziot-identityd: direct (no proxy is set for it)",
                           "dockerd: direct (no proxy is set for it)", "edgeAgent: direct (no proxy is set for it)",
                           "edgeHub: not known (set by the deployment only)"});
    CHECK(seen.chosen.empty());
    CHECK(seen.differences.empty());
}

TEST_CASE("settings: places that differ are told, as addresses and not as texts") {
    const device_copy copy;
    copy.write("/etc/aziot/config.toml", "[agent.env]\nhttps_proxy = \"http://edge:secret@proxy\"\n");
    copy.write("/etc/aziot/edged/config.toml", "[agent.env]\nhttps_proxy = \"http://old:1\"\n");
    drop_in(copy, "aziot-identityd", "HTTPS_PROXY=edge:secret@Proxy.:80/");
    drop_in(copy, "docker", "HTTPS_PROXY=http://edge:secret2@proxy:80");
    copy.write("/lib/systemd/system/iotedge.service", "[Service]\n");
    const auto seen = show(copy, environment({"https_proxy=socks5://other", "all_proxy=http://proxy:80:secret"}));
    CHECK(seen.chosen == "http://edge:***@proxy:80 (https_proxy, /etc/aziot/config.toml:2)");
    CHECK(seen.differences ==
          strings{"https_proxy, /etc/aziot/edged/config.toml:2: edgeAgent has another proxy: http://old:1",
              "iotedged (1.1) has no proxy, and goes out directly; it reads HTTPS_PROXY, then https_proxy, of its unit",
              "HTTPS_PROXY, /etc/systemd/system/docker.service.d/proxy.conf:2: dockerd has the same proxy with other "
              "credentials",
              "https_proxy, the environment: curl in this shell has another proxy: socks5://other:1080",
              "all_proxy, the environment: not used: it is no address of a proxy"});
}

TEST_CASE("settings: configuration that was edited and not applied") {
    const device_copy copy;
    copy.write("/etc/aziot/config.toml", "[agent.env]\nhttps_proxy = \"http://new:1\"\n");
    copy.write("/etc/aziot/edged/config.toml", "[agent.env]\nhttps_proxy = \"http://older:1\"\n");
    copy.write("/etc/aziot/edged/config.d/00-super.toml", "[agent.env]\nhttps_proxy = \"http://old:1\"\n");
    const auto seen = show(copy);
    CHECK(seen.uses.front() == "edgeAgent: http://old:1 (https_proxy, /etc/aziot/edged/config.d/00-super.toml:2)");
    CHECK(seen.chosen == "http://new:1 (https_proxy, /etc/aziot/config.toml:2)");
    CHECK(seen.differences ==
          strings{"https_proxy, /etc/aziot/edged/config.d/00-super.toml:2: edgeAgent has another proxy: http://old:1"});

    copy.write("/etc/aziot/config.toml", "[agent.env]\n");
    CHECK(show(copy).chosen == "http://old:1 (https_proxy, /etc/aziot/edged/config.d/00-super.toml:2)");
}

TEST_CASE("settings: the order of --proxy auto") {
    const device_copy copy;
    const auto variables = environment({"ALL_PROXY=http://shell:1", "http_proxy=http://nobody:1"});
    CHECK(show(copy, variables).chosen == "http://shell:1 (ALL_PROXY, the environment)");
    drop_in(copy, "docker", "https_proxy=http://unit:1");
    CHECK(show(copy, variables).chosen ==
          "http://unit:1 (https_proxy, /etc/systemd/system/docker.service.d/proxy.conf:2)");
    copy.write("/etc/docker/daemon.json", "{\"proxies\": {\"https-proxy\": \"http://json:1\"}}");
    CHECK(show(copy, variables).chosen == "http://json:1 (proxies.https-proxy, /etc/docker/daemon.json:1)");
    drop_in(copy, "iotedge", "https_proxy=http://iotedge:1");
    CHECK(show(copy, variables).chosen.starts_with("http://iotedge:1"));
    drop_in(copy, "aziot-identityd", "https_proxy=http://identity:1");
    CHECK(show(copy, variables).chosen.starts_with("http://identity:1"));
    copy.write("/etc/iotedge/config.yaml", "agent:\n  env:\n    https_proxy: http://yaml:1\n");
    CHECK(show(copy, variables).chosen == "http://yaml:1 (https_proxy, /etc/iotedge/config.yaml:3)");
    copy.write("/etc/aziot/edged/config.toml", "[agent.env]\nhttps_proxy = \"http://applied:1\"\n");
    CHECK(show(copy, variables).chosen.starts_with("http://applied:1"));
    copy.write("/etc/aziot/config.toml", "[agent.env]\nhttps_proxy = \"http://toml:1\"\n");
    CHECK(show(copy, variables).chosen.starts_with("http://toml:1"));
    copy.write("/etc/aziot/config.toml", "[agent.env]\nhttps_proxy = \"http://toml:secret\"\n"); // no address: the next
    CHECK(show(copy, variables).chosen.starts_with("http://applied:1"));
}

TEST_CASE("settings: which of several variables a reader takes") {
    struct row {
        const char *one, *two;
        std::string_view docker, identityd;
    };
    const row rows[] = {
        {"HTTPS_PROXY=http://a:1", "https_proxy=http://b:1", "http://a:1", "http://a:1"},
        {"https_proxy=http://b:1", "HTTPS_PROXY=", "http://b:1", "direct"},
        {"https_proxy=http://b:1", "Https_Proxy=http://c:1", "http://b:1", "http://b:1"},
        {"HTTP_PROXY=http://a:1", "all_proxy=http://b:1", "direct", "direct"},
    };
    for (const auto& r : rows) {
        INFO(r.one << " " << r.two);
        const device_copy copy;
        for (const auto* unit : {"docker", "aziot-identityd"})
            copy.write(std::string("/etc/systemd/system/") + unit + ".service.d/p.conf",
                std::string("[Service]\nEnvironment=") + r.one + " " + r.two + "\n");
        const auto seen = show(copy);
        CHECK(seen.uses[0].starts_with("aziot-identityd: " + std::string(r.identityd)));
        CHECK(seen.uses[1].starts_with("dockerd: " + std::string(r.docker)));
    }
}

// Each row tried with curl 7.88.1.
TEST_CASE("settings: variables as curl reads them") {
    struct row {
        std::vector<const char*> variables;
        bool tls, proxy;
    };
    const row rows[] = {
        {{"https_proxy=http://p:1"}, true, true},
        {{"HTTPS_PROXY=http://p:1"}, true, true},
        {{"Https_Proxy=http://p:1"}, true, false},
        {{"http_proxy=http://p:1"}, false, true},
        {{"HTTP_PROXY=http://p:1"}, false, false},
        {{"http_proxy=http://p:1"}, true, false},
        {{"all_proxy=http://p:1"}, true, true},
        {{"ALL_PROXY=http://p:1"}, true, true},
        {{"all_proxy=http://p:1", "https_proxy="}, true, true},
        {{"HTTPS_PROXY=http://p:1", "https_proxy="}, true, true},
        {{"https_proxy=http://p:1", "NO_PROXY=hub.example"}, true, false},
        {{"https_proxy=http://p:1", "no_proxy=", "NO_PROXY=hub.example"}, true, false},
        {{"https_proxy=http://p:1", "no_proxy=b", "NO_PROXY=hub.example"}, true, true},
    };
    for (const auto& r : rows) {
        INFO(r.variables.front());
        auto lines = r.variables;
        lines.push_back(nullptr);
        const device_copy copy;
        const auto uses =
            who_uses(read_settings(copy.root(), proxy_environment(lines.data())), "hub.example", 443, r.tls);
        REQUIRE(uses.size() == 1);
        CHECK(uses[0].proxy.has_value() == r.proxy);
    }
}

TEST_CASE("settings: apt") {
    const device_copy copy;
    copy.write("/etc/apt/apt.conf.d/10proxy", "Acquire::http::Proxy \"http://one:1\";\n");
    copy.write("/etc/apt/apt.conf.d/20proxy.conf", "Acquire::http::Proxy::direct.example \"DIRECT\";\n"
                                                   "Acquire::https::Proxy::own.example \"http://own:1\";\n");
    copy.write("/etc/apt/apt.conf.d/30proxy.bak", "Acquire::http::Proxy \"http://not:1\";\n");
    const auto environment_ = environment({"https_proxy=http://env:1", "no_proxy=no.example"});
    const auto uses = [&](std::string_view host, bool tls) { return show(copy, environment_, host, tls).uses.front(); };
    CHECK(uses("deb.example", false) == "apt: http://one:1 (Acquire::http::Proxy, /etc/apt/apt.conf.d/10proxy:1)");
    CHECK(uses("deb.example", true) == "apt: http://one:1 (Acquire::http::Proxy, /etc/apt/apt.conf.d/10proxy:1)");
    CHECK(uses("own.example", true).starts_with("apt: http://own:1"));
    CHECK(uses("own.example", false).starts_with("apt: http://one:1"));
    CHECK(uses("DIRECT.example", true) == "apt: direct (Acquire::http::Proxy::direct.example, "
                                          "/etc/apt/apt.conf.d/20proxy.conf:1 says that there is none)");
    CHECK(uses("xno.example", true) == "apt: direct (the host is in no_proxy, the environment)");
    copy.write("/etc/apt/apt.conf", "Acquire::https::Proxy \"proxy:secret\";\nAcquire::http::Proxy \"false\";\n"
                                    "Acquire::http::Proxy-Auto-Detect \"/bin/x\";\n");
    CHECK(uses("deb.example", false).ends_with("apt.conf:2 says that there is none)"));
    CHECK(uses("deb.example", true).ends_with("apt.conf:1 is no address of a proxy)"));
    const auto seen = show(copy);
    CHECK(seen.misfits == strings{
                              "/etc/apt/apt.conf:1: Acquire::https::Proxy: the proxy's scheme is missing: apt goes out "
                              "directly; write http://HOST:PORT"});
    CHECK(seen.remarks ==
          strings{"/etc/apt/apt.conf:3: Acquire::http::Proxy-Auto-Detect: apt asks a program which proxy to "
                  "use; it is not run here"});
}

TEST_CASE("settings: what will not work as it was meant") {
    struct row {
        const char *unit, *assignment;
        std::string_view wanted;
    };
    const row rows[] = {
        {"aziot-identityd", "https_proxy=proxy:3128",
            "aziot-identityd needs the scheme; write http:// before the host"},
        {"aziot-identityd", "https_proxy=socks5://proxy",
            "aziot-identityd cannot use a proxy of socks5://; it can use http://, https://"},
        {"iotedge", "https_proxy=https://proxy", "iotedged (1.1) cannot use a proxy of https://; it can use http://"},
        {"docker", "https_proxy=socks5h://proxy",
            "dockerd cannot use a proxy of socks5h://; it can use http://, https://, socks5://"},
        {"docker", "https_proxy=http://u:secret@x@proxy",
            "dockerd may read the credentials in another way; write %40 %2F %3F %23 %5C for @ / ? # \\"},
        {"aziot-identityd", "HTTPS_PROXY=", "aziot-identityd does not start with an empty one; remove the variable"},
        {"aziot-identityd", "http_proxy=http://proxy:1",
            "aziot-identityd does not look for it; it reads HTTPS_PROXY, then https_proxy, of its unit"},
        {"aziot-identityd", "no_proxy=a", "has no effect on aziot-identityd, which uses its proxy for every host"},
        {"aziot-edged", "http_proxy=http://proxy:secret", ""},
        {"docker", "HTTPS_PROXY=", ""},
        {"docker", "NO_PROXY=a", ""},
        {"docker", "https_proxy=proxy:3128", ""},
        {"aziot-identityd", "https_proxy=http://u:a:secret@proxy", ""},
    };
    for (const auto& r : rows) {
        INFO(r.assignment);
        const device_copy copy;
        drop_in(copy, r.unit, r.assignment);
        const auto seen = show(copy).misfits;
        const std::string name(r.assignment, std::string_view(r.assignment).find('='));
        const auto place = name + ", /etc/systemd/system/" + r.unit + ".service.d/proxy.conf:2: ";
        CHECK(seen == (r.wanted.empty() ? strings{} : strings{place + std::string(r.wanted)}));
    }
}

TEST_CASE("settings: what edgeAgent makes of an address") {
    struct row {
        std::string_view text, wanted;
    };
    const row rows[] = {
        {"http://u:secret%3Ax@proxy:1", ""},
        {"http://u:secret:x@proxy:1", "edgeAgent takes the password to end at its first ':'; write %3A for it"},
        {"https://proxy", "edgeAgent cannot use a proxy of https://; it can use http://"},
        {"proxy:3128", "edgeAgent needs the scheme; write http:// before the host"},
        {"", ""},
    };
    for (const auto& r : rows) {
        INFO(r.text);
        const device_copy copy;
        copy.write("/etc/aziot/config.toml", "[agent.env]\nHttps_Proxy = \"" + std::string(r.text) + "\"\n");
        CHECK(show(copy).misfits ==
              (r.wanted.empty() ? strings{}
                                : strings{"Https_Proxy, /etc/aziot/config.toml:2: " + std::string(r.wanted)}));
    }
    const device_copy copy;
    copy.write("/etc/aziot/config.toml", "[agent.env]\nhttps_proxy = \"http://u:secret%zz@p\"\nno_proxy = \"a\"\n");
    CHECK(show(copy).misfits ==
          strings{
              "/etc/aziot/config.toml:2: https_proxy: a % that starts no escape in the proxy's credentials; write %25 "
              "for a % of a password",
              "no_proxy, /etc/aziot/config.toml:3: has no effect on edgeAgent, which uses its proxy for every host"});
}

TEST_CASE("settings: one broken place does not hide the others") {
    const device_copy copy;
    copy.write("/etc/aziot/config.toml", "[agent.env\nhttps_proxy = \"secret\"\n");
    copy.write("/etc/iotedge/config.yaml", "agent: [\n");
    copy.write("/etc/docker/daemon.json", "{secret");
    copy.write("/etc/apt/apt.conf", "{ secret");
    copy.write("/etc/systemd/system/service.d/bad.conf", "[Service\n");
    copy.write("/etc/systemd/system/docker.service.d/p.conf/x", "");
    copy.write("/etc/aziot/edged/config.toml", std::string(5 << 20, 'x'));
    drop_in(copy, "aziot-identityd", "https_proxy=http://edge:secret@proxy:1");
    const auto seen = show(copy);
    CHECK(seen.chosen.starts_with("http://edge:***@proxy:1"));
    CHECK(seen.remarks ==
          strings{"/etc/aziot/config.toml:1: is not TOML; correct the line",
              "/etc/aziot/edged/config.toml: is larger than 4 MB, and is left alone",
              "/etc/iotedge/config.yaml:2: is not YAML; correct the line",
              "/etc/systemd/system/service.d/bad.conf:1: is no line of a unit file: systemd stops reading there; "
              "correct it",
              "/etc/systemd/system/docker.service.d/p.conf: is not a file, and is left alone",
              "/etc/docker/daemon.json:1: is not JSON; correct it: Docker does not start with such a file",
              "/etc/apt/apt.conf:1: is not apt's syntax: apt itself stops there; correct the line"});
}

TEST_CASE("settings: the environment of this program") {
    const auto seen = environment({"PATH=/bin", "https_proxy=http://a=b", "HTTPS_PROXY", "no_proxy=", "Http_Proxy=x"});
    REQUIRE(seen.size() == 3);
    CHECK(seen[0].name == "https_proxy");
    CHECK(seen[0].value.reveal() == "http://a=b");
    CHECK(to_string(seen[0].where) == "the environment");
    CHECK(proxy_environment(nullptr).empty());
}

TEST_CASE("settings: this machine can be read, and a root that is none is refused") {
    const auto here = read_settings("/", {});
    CHECK(std::ranges::find(here.present, component::curl) != here.present.end());
    CHECK_THROWS_AS(read_settings("/no/such", {}), std::invalid_argument);
}

TEST_CASE("components: each once, and each with a source") {
    std::map<component, int> times;
    for (const auto& row : components()) {
        INFO(row.name);
        ++times[row.who];
        CHECK(&row_of(row.who) == &row);
        CHECK_FALSE(row.reads.empty());
        CHECK_FALSE(row.source.empty());
        CHECK(row.goes_out == (row.http && !row.logins.empty()));
    }
    CHECK(times.size() == 9);
    CHECK(std::ranges::all_of(times, [](const auto& entry) { return entry.second == 1; }));
    CHECK(can_use(row_of(component::identityd), scheme::https));
    CHECK_FALSE(can_use(row_of(component::edge_agent), scheme::https));
}
