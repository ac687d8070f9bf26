// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "cloud_policies.hpp"

using namespace cloud_policies;

TEST_CASE("Squid: what is written is what the policy wants") {
    for (auto of : {site(), gateway()})
        for (const auto stance : {rules::stance::default_deny, rules::stance::allow_only}) {
            of.stance = stance;
            const auto out = proved(format_called("squid"), of);
            CHECK(out.cannot == std::vector<std::string>{
                                    "flow dns is missing: a proxy passes no UDP on; it has to have a way of its own",
                                    "flow ntp is missing: a proxy passes no UDP on; it has to have a way of its own"});
            CHECK(
                out.files.front().text.ends_with("http_access deny all\n") == (stance == rules::stance::default_deny));
        }
}

TEST_CASE("Squid: golden file") { check_golden(format_called("squid"), gateway()); }

TEST_CASE("Squid: a wildcard leaves out the name itself, unless another flow has it") {
    auto of = site();
    of.flows[2].names = {"*.mcr.microsoft.com", "*.microsoft.com"}; // the first one's apex is below the second
    proved(format_called("squid"), site());
    const auto read = [](const rules::policy& p) {
        return format_called("squid").read(rules::write_rules(format_called("squid"), p).files);
    };
    const auto says = [](const rules::ruleset& by, const char* name) {
        return rules::decide(by, {*rules::read_address("198.18.0.1"), rules::protocol_number::tcp, 443, name, {}})
            .allow;
    };
    const auto plain = read(site()), nested = read(of);
    CHECK(says(plain, "eastus.data.mcr.microsoft.com"));
    CHECK(says(plain, "a.b.data.mcr.microsoft.com"));
    CHECK_FALSE(says(plain, "data.mcr.microsoft.com"));
    CHECK_FALSE(says(plain, "evildata.mcr.microsoft.com"));
    CHECK(says(nested, "mcr.microsoft.com"));
    CHECK_FALSE(says(nested, "microsoft.com"));
}

TEST_CASE("Squid: addresses and low ports") {
    auto of = site();
    of.flows.push_back(flow("parent", {443, 636, 8883}, {}, {"10.0.0.9/32", "2001:db8::9/128"}, rules::rung::given));
    const auto out = proved(format_called("squid"), of);
    CHECK(out.files.front().text.find("acl Safe_ports port 636\n") != std::string::npos);
    CHECK(
        out.files.front().text.find("acl egress_parent_to dst -n 10.0.0.9/32 2001:db8::9/128\n") != std::string::npos);
}

TEST_CASE("Squid: changed files are found or refused") {
    check_changes(format_called("squid"), gateway(),
        {{"http_access deny all", "http_access allow all", "refused"},
            {"dstdomain -n contoso", "dstdomain contoso", "refused"},
            {"dstdomain -n .data.azurecr.io", "dstdomain -n *.data.azurecr.io", "refused"},
            {"dstdomain -n .data.azurecr.io", "dstdomain -n .azurecr.io", "refused"}, // its apex is another
            {" !egress_acr-data_apex1", "", "holds"}, // x itself besides: some platforms cannot else (intent.hpp)
            {"contoso.azurecr.io", ".azurecr.io", "leak"}, {"acl SSL_ports port 5671 8883", "", "blocked"},
            {"_ports port 443 5671 8883", "_ports port 443 5671 8884", "blocked"},
            {"allow CONNECT egress_devices egress_iot-hub", "allow CONNECT egress_iot-hub", "leak"},
            {"src 10.20.0.0/24", "src 10.20.0.0/23", "leak"}, {"src 10.20.0.0/24", "src 10.20.0.1/24", "refused"},
            {"egress_iot-hub_names egress_iot-hub_ports", "egress_iot-hub_names", "refused"},
            {"egress_iot-hub_names egress_iot-hub_ports", "!egress_iot-hub_names egress_iot-hub_ports", "refused"},
            {"egress_iot-hub_names egress_iot-hub_ports", "egress_other egress_iot-hub_ports", "refused"},
            {"http_access allow CONNECT", "http_access allow", "refused"},
            {"\nacl", "\nacl egress_x url_regex .\nacl", "refused"},
            {"\nacl", "\ninclude /etc/squid/x\nacl", "refused"}, {"\nacl", "\nacl egress_http port 81\nacl", "refused"},
            {"\nacl", "\nacl all src 10.0.0.0/8\nacl", "refused"},
            {"contoso.azurecr.io", "contoso.azurecr.io\\", "refused"},
            {"contoso.azurecr.io", "\"/etc/passwd\"", "refused"},
            {"acl egress_http port 80", "acl egress_http port 80-90", "refused"}});
    CHECK(judged(format_called("squid"), site(), {{"x", "# nothing\n"}}).starts_with("refused"));
}

TEST_CASE("Squid: where no line applies, the opposite of the last one") {
    const auto& in = format_called("squid");
    auto of = site();
    of.stance = rules::stance::allow_only;
    auto files = rules::write_rules(in, of).files;
    CHECK_FALSE(in.read(files).otherwise_allow);
    files.front().text += "http_access deny all\n";
    CHECK(in.read(files).otherwise_allow); // never reached
    CHECK(judged(in, of, files) == "holds");
}
