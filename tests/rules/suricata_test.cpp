// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "cloud_policies.hpp"
#include "rules/export/suricata.hpp"

using namespace cloud_policies;

namespace {

const std::vector<std::string> both{"suricata", "aws-network-firewall"};

} // namespace

TEST_CASE("Suricata: what is written is what the policy wants") {
    for (const auto& name : both)
        for (auto of : {site(), gateway()})
            for (const auto stance : {rules::stance::default_deny, rules::stance::allow_only}) {
                of.stance = stance;
                const auto out = proved(format_called(name), of);
                CHECK(out.cannot == std::vector<std::string>{"flow mcr goes by the name that a client claims, to any "
                                                             "address: no addresses are known for it"});
            }
}

TEST_CASE("Suricata: golden files") {
    for (const auto& name : both) check_golden(format_called(name), gateway());
}

TEST_CASE("Suricata: a name alone does not get out, nor does an address alone") {
    const auto rules =
        rules::ruleset_of_suricata(rules::write_rules(format_called("suricata"), site()).files.front().text);
    const auto says = [&](const char* to, std::uint16_t port, const char* name) {
        return rules::decide(rules, {*rules::read_address(to), rules::protocol_number::tcp, port, name, {}}).allow;
    };
    CHECK(says("203.0.113.10", 8883, "contoso.azure-devices.net"));
    CHECK(says("2001:db8::10", 8883, "contoso.azure-devices.net"));
    CHECK_FALSE(says("203.0.113.11", 8883, "contoso.azure-devices.net"));
    CHECK_FALSE(says("203.0.113.10", 8883, "evil.example"));
    CHECK_FALSE(says("203.0.113.10", 8883, ""));
    CHECK_FALSE(says("198.51.100.1", 443, "data.azurecr.io"));
    CHECK(says("198.51.100.1", 443, "contoso.data.azurecr.io"));
    CHECK(says("192.0.2.80", 80, "packages.example.com"));
}

TEST_CASE("Suricata: long lists of addresses become several rules") {
    auto of = site();
    std::vector<std::string> many;
    for (int i = 0; i < 400; ++i)
        many.push_back("100.64." + std::to_string(i / 100) + "." + std::to_string(i % 100 * 2) + "/32");
    of.flows[0].addresses = addresses(many);
    const auto& in = format_called("suricata");
    const auto lines = rules::suricata_rules(of);
    CHECK(std::all_of(lines.begin(), lines.end(), [](const auto& line) { return line.size() < 8192; }));
    CHECK(judged(in, of, rules::write_rules(in, of).files) == "holds");
}

TEST_CASE("Suricata: a UDP flow without addresses is missing, and said to be") {
    auto of = site();
    of.flows[5].names = {"time.example.com"};
    of.flows[5].addresses = {};
    of.flows[5].how = rules::rung::names_only;
    CHECK(proved(format_called("suricata"), of).cannot.front().find("flow ntp is missing") == 0);
}

TEST_CASE("Suricata: changed files are found or refused") {
    check_changes(format_called("suricata"), site(),
        {{"[443,5671,8883]", "[443,5671,8884]", "refused"}, {"content:\"contoso", "content:\"other", "leak"},
            {" startswith;", "", "refused"}, {" endswith;", "", "refused"},
            {"rev:1;)\npass", "rev:1; x:y;)\npass", "refused"}, {"flow:not_established; ", "", "refused"},
            {"content:\".data", "content:\"data", "refused"}, {"tls.sni; ", "", "refused"},
            {"drop tls", "# drop tls", "refused"}, {"app-layer-protocol:!tls", "app-layer-protocol:tls", "refused"},
            {"-> [10.0.0.53/32] [53]", "-> [10.0.0.0/24] [53]", "leak"},
            {"-> [10.0.0.53/32] [53]", "-> any [53]", "refused"},
            {"-> [10.0.0.53/32] [53]", "-> [10.0.0.53/32] any", "refused"},
            {"-> [10.0.0.53/32] [53]", "-> [10.0.0.53/32] [53:60]", "refused"},
            {"-> [10.0.0.53/32] [53]", "-> [!10.0.0.53/32] [53]", "refused"},
            {"pass udp $HOME_NET", "pass udp any", "refused"}, {"pass udp", "alert udp", "refused"},
            {"pass udp", "pass ip", "refused"}, {"sid:1000002", "sid:1000001", "refused"},
            {"msg:\"egress iot-hub\"", "msg:\"egress iot;hub\"", "refused"},
            {"content:\"contoso.azure-devices.net\"", "content:\"contoso.azure|2d|devices.net\"", "refused"}});
    check_changes(format_called("aws-network-firewall"), site(),
        {{"STRICT_ORDER", "DEFAULT_ACTION_ORDER", "refused"}, {"\"Capacity\": 100", "\"Capacity\": 5", "refused"},
            {"[443,5671,8883]", "[443,5671,8884]", "refused"},
            {"\"Resources\": {", "\"Resources\": {\"X\": {}, ", "refused"},
            {"-> [10.0.0.53/32] [53]", "-> [10.0.0.0/24] [53]", "leak"}, {"STATEFUL", "STATELESS", "refused"}});
}

TEST_CASE("Suricata: without its drops everything gets out") {
    const auto& in = format_called("suricata");
    auto files = rules::write_rules(in, site()).files;
    auto& text = files.front().text;
    text.erase(text.find("drop tcp"));
    CHECK(judged(in, site(), files) == "leak");
    CHECK(judged(in, site(), {{"x", ""}}).starts_with("refused"));
}
