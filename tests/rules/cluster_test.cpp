// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "cloud_policies.hpp"

using namespace cloud_policies;

namespace {

const std::vector<std::string> both{"kubernetes", "cilium"};

} // namespace

TEST_CASE("clusters: what is written is what the policy wants") {
    for (const auto& name : both) proved(format_called(name), site());
    const auto addresses_only = rules::write_rules(format_called("kubernetes"), site());
    REQUIRE(addresses_only.cannot.size() == 1);
    CHECK(addresses_only.cannot.front().find("flow mcr is missing") == 0);
    CHECK(addresses_only.files.front().text.find("# CANNOT: flow mcr is missing") != std::string::npos);
    const auto names = rules::write_rules(format_called("cilium"), site());
    CHECK(names.cannot ==
          std::vector<std::string>{"flow acr-data: *.data.azurecr.io is one label only in Cilium, not more",
              "flow mcr: *.data.mcr.microsoft.com is one label only in Cilium, not more"});
    CHECK(names.files.front().text.find("toCIDR") != std::string::npos);
}

TEST_CASE("clusters: golden files") {
    for (const auto& name : both) check_golden(format_called(name), site());
}

TEST_CASE("clusters: they cannot only add, nor stand at a gateway") {
    for (const auto& name : both) {
        auto of = site();
        of.stance = rules::stance::allow_only;
        CHECK_THROWS_WITH(rules::write_rules(format_called(name), of), Catch::Contains("cannot express allow-only"));
        CHECK_THROWS_WITH(rules::write_rules(format_called(name), gateway()), Catch::Contains("rules of a gateway"));
    }
}

TEST_CASE("clusters: changed files are found or refused") {
    check_changes(format_called("kubernetes"), site(),
        {{"203.0.113.10/32", "203.0.113.10/31", "leak"}, {"203.0.113.10/32", "203.0.113.11/31", "refused"},
            {"203.0.113.10/32", "203.0.113.10", "refused"}, {"port: 8883", "port: 8884", "leak"},
            {"port: 8883", "port: 0", "refused"}, {"port: 8883", "port: https", "refused"},
            {"port: 8883", "port: 8883\n          endPort: 9000", "refused"},
            {"k8s-app: kube-dns", "k8s-app: other", "refused"}, {"podSelector: {}", "podSelector: []", "refused"},
            {"    - Egress", "    - Ingress", "refused"},
            {"cidr: \"10.0.0.53/32\"", "cidr: \"10.0.0.53/32\"\n            except: []", "refused"},
            {"  name: egress\n", "  name: egress\n  namespace: other\n", "refused"},
            {"protocol: UDP\n          port: 123", "protocol: TCP\n          port: 123", "leak"},
            {"protocol: UDP\n          port: 123", "protocol: SCTP\n          port: 123", "refused"}});
    check_changes(format_called("cilium"), site(),
        {{"matchName: contoso.azure-devices.net", "matchPattern: \"*.azure-devices.net\"", "leak"},
            {"matchName: contoso.azure-devices.net", "matchPattern: \"*\"", "refused"},
            {"matchName: contoso.azure-devices.net", "matchName: \"*.azure-devices.net\"", "refused"},
            {"\"*.data.azurecr.io\"", "\"*.azurecr.io\"", "leak"},
            {"\"*.data.azurecr.io\"", "\"*.*.azurecr.io\"", "refused"},
            {"matchPattern: \"*\"", "matchPattern: \"*.x\"", "refused"}, {"port: \"8883\"", "port: \"8884\"", "leak"},
            {"port: \"8883\"", "port: \"0\"", "refused"}, {"protocol: TCP", "protocol: ANY", "refused"},
            {"endpointSelector: {}", "endpointSelector: []", "refused"}, {"\"10.0.0.53/32\"", "\"0.0.0.0/0\"", "leak"},
            {"kind: CiliumNetworkPolicy", "kind: CiliumClusterwideNetworkPolicy", "refused"}});
}

TEST_CASE("clusters: what is no such file is refused in one line") {
    for (const auto& name : both)
        for (const auto* text :
            {"", "---\n", "a: b\n", "spec:\n  egress: []\n", "spec: x\n", "- a\n", "spec:\n  egress: x\n"}) {
            const auto judgement = judged(format_called(name), site(), {{"x", text}});
            INFO(judgement);
            CHECK(judgement.starts_with("refused: "));
            CHECK(judgement.find('\n') == std::string::npos);
        }
}
