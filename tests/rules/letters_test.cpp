// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <set>
#include <sstream>

#include "rules/diagnose.hpp"
#include "rules/letters.hpp"
#include "rules/letters/box_words.hpp"
#include "rules/letters/commands.hpp"
#include "rules/letters/wanted.hpp"
#include "rules/report/text.hpp"
#include "tests/rules/golden.hpp"
#include "tests/rules/proxied_site.hpp"
#include "tests/rules/samples.hpp"

using namespace site_builder;
using Catch::Contains;

namespace {

const rules::catalog& built_in() {
    static const auto all = rules::parse_catalog(rules::built_in_catalog(), "catalog");
    return all;
}

std::string letters(const rules::report& of) { return rules::write_letters(of, built_in()); }

/// Two faults of the network's, one of the device's own, one of a resolver.
rules::report many_faults() {
    auto r = healthy();
    r.tool_version = "0.1.0";
    r.site.dps = true;
    r.site.registries = {{"contoso.azurecr.io", ""}};
    for (const auto* id : {"iot_hub/https/direct", "iot_hub/amqp_ws/direct", "iot_hub/mqtt_ws/direct"})
        prohibit(at(r, id), "198.51.100.1");
    drop(at(r, "mcr_data/https/direct"));
    unresolved(r, "contoso.azurecr.io", failure::name_not_found);
    change_answers(r, "contoso.azurecr.io", [](auto& a) { answered(a, 3, ""); });
    reset(at(r, "iot_hub/amqp/direct")); // a note: other protocols work
    rules::diagnose(r);
    return r;
}

rules::finding finding_of(const rules::report& r, std::string_view cause) {
    const auto* f = find(r, cause);
    if (!f) throw std::logic_error(told(r));
    return *f;
}

} // namespace

TEST_CASE("letters: one a person, findings merged, notes left out") {
    const auto r = many_faults();
    const auto all = rules::letters_of(r, built_in());
    REQUIRE(all.size() == 1);
    CHECK(all[0].to == "network admin");
    CHECK_THAT(all[0].subject, Contains(hub) && Contains("(and 2 more)"));
    CHECK_THAT(all[0].text, Contains("\n1. ") && Contains("\n2. ") && Contains("\n3. ") && !Contains("\n4. "));
    CHECK_THAT(all[0].text, !Contains("tcp.reset")); // only a note
    auto two = r;
    two.findings[1].who = "device owner";
    const auto apart = rules::letters_of(two, built_in());
    REQUIRE(apart.size() == 2);
    CHECK(apart[1].to == "device owner");
    CHECK_THAT(letters(two), Catch::StartsWith("To: network admin\nSubject: ") && Contains("\n====") &&
                                 Contains("\nTo: device owner\nSubject: "));
}

TEST_CASE("letters: golden, of a blocked site and of one behind a proxy") {
    CHECK(golden("letters_direct.txt", letters(many_faults())) == letters(many_faults()));
    auto r = behind_proxy();
    each_by_proxy(r, [](auto& p) {
        if (p.seen.to.service == "mcr_data") refuse(p, 403, {{"x-squid-error", "ERR_ACCESS_DENIED 0"}});
        if (p.seen.to.service == "acr") refuse(p, 503, {{"x-squid-error", "ERR_CONNECT_FAIL 110"}}).elapsed_ms = 4300;
    });
    no_fake(r);
    rules::diagnose(r);
    CHECK(golden("letters_proxy.txt", letters(r)) == letters(r));
    CHECK_THAT(letters(r), Contains("10.0.0.9 (the proxy)")); // behind it the proxy is who sends
}

TEST_CASE("letters: a site without a fault above a note needs none, and says so in one line") {
    auto r = healthy();
    rules::diagnose(r);
    CHECK(letters(r) == "No letter is needed: nothing above a note was found.\n");
    reset(at(r, "iot_hub/amqp/direct"));
    rules::diagnose(r);
    REQUIRE(find(r, "tcp.reset"));
    CHECK(letters(r) == "No letter is needed: nothing above a note was found.\n");
}

TEST_CASE("letters: what to allow, by name, port, address at the time, tag and source") {
    const auto r = many_faults();
    const auto hub_rule = rules::wanted_by(finding_of(r, "tcp.admin_prohibited"), r, built_in());
    REQUIRE(hub_rule.flows.size() == 1);
    CHECK(hub_rule.flows[0].names == std::vector<std::string>{hub});
    CHECK(hub_rule.flows[0].ports == std::vector<std::uint16_t>{443});
    CHECK(hub_rule.flows[0].tags == std::vector<std::string>{"AzureIoTHub"});
    CHECK(hub_rule.sources == std::vector<std::string>{"10.0.0.20"});
    const auto layers = rules::wanted_by(finding_of(r, "tcp.drop"), r, built_in());
    REQUIRE(layers.flows.size() == 1);
    CHECK(layers.flows[0].names ==
          std::vector<std::string>{"westeurope.data.mcr.microsoft.com", "*.data.mcr.microsoft.com"});
    // A name that nobody could resolve was connected to by nobody: the address is that of other sockets.
    const auto name = rules::wanted_by(finding_of(r, "dns.filtered"), r, built_in());
    CHECK(name.sources == std::vector<std::string>{"10.0.0.20"});
    CHECK(name.resolvers == std::vector<std::string>{"10.0.0.1", "10.0.0.2"});
    CHECK(name.flows.at(0).addresses.empty());
    const auto text = letters(r);
    for (const auto* part : {"TCP 443 to contoso.azure-devices.net", "at the time 203.0.113.7/32", "198.51.100.1",
             "from      10.0.0.20 (this device", "or to *.data.mcr.microsoft.com", "2026-11-23T12:00:00Z"})
        CHECK_THAT(text, Contains(part));
}

TEST_CASE("letters: several ports of one host are one line, the way to a proxy is the proxy's port") {
    auto r = behind_proxy();
    each_by_proxy(r, [](auto& p) { proxy_connects(p, failure::timed_out, "ETIMEDOUT", 5000, {}, 4); });
    rules::diagnose(r);
    const auto way = rules::wanted_by(finding_of(r, "proxy.unreachable"), r, built_in());
    REQUIRE(way.flows.size() == 1);
    CHECK(way.flows[0].names == std::vector<std::string>{proxy_name});
    CHECK(way.flows[0].ports == std::vector<std::uint16_t>{3128});
    CHECK_FALSE(way.by_proxy);
    auto closed = healthy();
    for (auto& p : closed.paths)
        if (p.seen.to.service == "iot_hub") drop(p);
    rules::diagnose(closed);
    const auto all = rules::wanted_by(finding_of(closed, "tcp.drop"), closed, built_in());
    CHECK(all.flows.at(0).ports == std::vector<std::uint16_t>{443, 5671, 8883});
    const auto again = rules::commands_to_see(finding_of(closed, "tcp.drop"), closed, all);
    CHECK(again.at(0) == "nc -vz -w 5 contoso.azure-devices.net 443");
    CHECK(again.back() == "egress-check --hub contoso.azure-devices.net --only iot_hub/amqp/direct --only "
                          "iot_hub/amqp_ws/direct --only iot_hub/mqtt/direct -v");
}

TEST_CASE("letters: the options that ask for the same site again") {
    rules::site site;
    CHECK(rules::site_options_of(site).empty());
    site.hub = hub;
    site.cloud = rules::cloud::china;
    site.dps = true;
    site.dps_scope = "0ne00000000";
    site.registries = {{"contoso.azurecr.io", "team/module:1"}};
    site.storage = {"contoso.blob.core.windows.net"};
    site.region = "westeurope";
    site.endpoints = {{"2001:db8::1", 8883, "mqtt"}};
    site.proxy = "http://edge:***@proxy.corp.example:3128";
    CHECK(rules::site_options_of(site) ==
          "--hub contoso.azure-devices.net --cloud china --dps=0ne00000000 --registry contoso.azurecr.io --storage "
          "contoso.blob.core.windows.net --region westeurope --endpoint [2001:db8::1]:8883/mqtt --proxy "
          "http://proxy.corp.example:3128");
    site.hub = "contoso$(reboot)";
    site.proxy = "http://proxy;reboot:3128";
    site.endpoints = {{"a b", 1, "mqtt"}, {"h", 1, "`x`"}};
    CHECK_THAT(rules::site_options_of(site), !Contains("reboot") && !Contains("`") && !Contains("a b"));
}

TEST_CASE("letters: nothing in a command is for a shell to expand, nothing anywhere for a terminal") {
    auto r = samples::hostile();
    for (auto& p : r.paths) p.seen.to.host = p.planned.to.host = "x$(reboot).example";
    r.findings[0].cause = "tls.sni_drop";
    r.findings[0].paths = {r.paths[0].planned.to.id, "$(reboot)", "iot_hub/mqtt/direct"};
    r.findings[0].evidence = {"Proxy-Authorization: Basic ZWRnZTpodW50ZXIyIHNlY3JldCBzZWNyZXQgc2VjcmV0",
        "https://edge:hunter2@proxy.example/ answered", "SharedAccessKey=bm90LWEta2V5LWJ1dC1sb29rcw== was sent"};
    for (const auto& f : r.findings)
        for (const auto& command : rules::commands_to_see(f, r, rules::wanted_by(f, r, built_in())))
            CHECK_THAT(command, !Contains("$(") && !Contains("reboot"));
    const auto text = letters(r);
    CHECK_THAT(text, !Contains("hunter2") && !Contains("bm90LW") && !Contains("ZWRnZT"));
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) CHECK(rules::one_line(line, std::string::npos) == line);
    CHECK(text.size() < 100'000);
}

TEST_CASE("letters: lines fit into a mail, but for commands") {
    std::istringstream in(rules::letters_of(many_faults(), built_in()).at(0).text);
    for (std::string line; std::getline(in, line);)
        if (!line.starts_with("     ") || line.starts_with("          ")) CHECK(rules::columns(line) <= 78);
}

TEST_CASE("letters: a filter by name is shown beside another name at the same address") {
    auto r = healthy();
    auto& t = fail_tls(at(r, "acr/registry/direct"), failure::reset);
    t.kernel.tcp = netprobe::tcp_state{.state = "CLOSE", .bytes_acked = 1};
    rules::diagnose(r);
    const auto f = finding_of(r, "tls.sni_reset");
    const auto commands = rules::commands_to_see(f, r, rules::wanted_by(f, r, built_in()));
    CHECK(commands.at(0) ==
          "openssl s_client -connect contoso.azurecr.io:443 -servername contoso.azurecr.io -brief </dev/null");
    CHECK(commands.at(1) == "openssl s_client -connect 203.0.113.40:443 -servername www.example.com -brief </dev/null");
    CHECK_THAT(letters(r), Contains("PAN-OS: custom URL category with contoso.azurecr.io/"));
}

TEST_CASE("letters: a cut that shows in time is seen and verified by a check that takes the time") {
    auto r = healthy();
    for (const double seconds : {1.0, 8.0}) {
        auto p = path("control_hold", hub, 443, "https", rules::need::optional, hub_address, true);
        p.seen.to.hold_ms = seconds * 1000;
        p.seen.hold.emplace();
        p.seen.hold->started_ms = 200;
        p.seen.hold->elapsed_ms = seconds * 1000;
        if (seconds > 1) p.seen.hold->failed = failure::closed, p.seen.hold->elapsed_ms = 3000;
        r.controls.push_back(p);
    }
    r.run.started = "2026-11-28T04:00:00Z";
    rules::diagnose(r);
    REQUIRE(find(r, "net.idle_timeout"));
    const auto text = letters(r);
    INFO(text);
    std::size_t held = 0;
    for (auto at = text.find(" --hold 8"); at != text.npos; at = text.find(" --hold 8", at + 1)) ++held;
    CHECK(held == 2); // to see it, and to verify
    CHECK(text.find("nc -") == text.npos);
    CHECK(text.find("and the 3.2 s after it") != text.npos);
    CHECK(text.find("exit status 0") == text.npos); // so says DEGRADED
}

TEST_CASE("letters: what is only likely names what else it may be, what is proved does not") {
    auto r = healthy();
    auto& t = fail_tls(at(r, "acr/registry/direct"), failure::timed_out);
    t.kernel.tcp = netprobe::tcp_state{.state = "ESTABLISHED", .bytes_acked = 518};
    rules::diagnose(r);
    REQUIRE_FALSE(finding_of(r, "tls.handshake_stall").proved);
    CHECK_THAT(letters(r), Contains("or it is  net.mtu_blackhole, tcp.synproxy_silent, tls.tls13_intolerance"));
    r.findings[0].proved = true;
    CHECK_THAT(letters(r), !Contains("or it is"));
}

TEST_CASE("letters: a setting's sample has the device's IPv4 address, wherever its IPv6 one stands") {
    auto r = healthy();
    auto& acr = at(r, "acr/registry/direct");
    drop(acr);
    acr.seen.connects.insert(acr.seen.connects.begin(), connected("2001:db8::40", 443));
    acr.seen.connects[0].failed = failure::timed_out;
    rules::diagnose(r);
    CHECK_THAT(letters(r), Contains("from      2001:db8::20, 10.0.0.20") && Contains("ip saddr 10.0.0.20"));
}

TEST_CASE("letters: the same settings are told once a letter") {
    const auto text = letters(many_faults());
    CHECK_THAT(text, Contains("on a box  as in 2., with these names and ports"));
    CHECK(text.find("PAN-OS: security rule") == text.rfind("PAN-OS: security rule"));
}

TEST_CASE("letters: words of boxes are of causes, and each person gets his own boxes") {
    for (const auto& row : rules::causes())
        for (const auto* who : {"network admin", "proxy admin", "device owner", "Azure admin"})
            for (const auto& one : rules::boxes_for(row.code, who)) {
                INFO(row.code << " " << one.box);
                CHECK_FALSE(one.setting.empty());
                for (auto at = one.setting.find('{'); at != one.setting.npos; at = one.setting.find('{', at + 1)) {
                    const auto word = one.setting.substr(at, one.setting.find('}', at) - at + 1);
                    CHECK((word == "{host}" || word == "{port}" || word == "{source}" || word.find(' ') != word.npos));
                }
            }
    const auto names = [](std::string_view cause, std::string_view who) {
        std::set<std::string_view> all;
        for (const auto& one : rules::boxes_for(cause, who)) all.insert(one.box);
        return all;
    };
    CHECK(names("tls.intercepted_untrusted", "network admin").contains("PAN-OS"));
    CHECK(names("tls.intercepted_untrusted", "proxy admin") == std::set<std::string_view>{"Squid", "Zscaler"});
    CHECK(names("tcp.drop", "device owner").empty());
    CHECK(rules::request_for("tls.intercepted_trusted") == rules::request_kind::exempt);
    CHECK(rules::request_for("tcp.drop") == rules::request_kind::allow);
    CHECK(rules::request_for("net.loss") == rules::request_kind::concern);
}
