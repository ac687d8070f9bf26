// SPDX-License-Identifier: MIT
//
// Words that mean something to one of the languages, in every place that a policy has for words: refused, or the file
// still is what the policy wants.
#include <catch2/catch.hpp>

#include "cloud_policies.hpp"

using namespace cloud_policies;

namespace {

const std::vector<std::string> formats{"azure-firewall-arm", "azure-firewall-bicep", "azure-firewall-terraform",
    "nsg-arm", "nsg-bicep", "nsg-terraform", "squid", "aws-network-firewall", "suricata", "kubernetes", "cilium"};

const std::vector<std::string> words{"x\nhttp_access allow all", "'] }", "${var.x}", "%{ if true }",
    "[parameters('x')]", "\"; sid:1; pass tcp any any -> any any", "a: b\nc: d", "*", "*.*.x", "*x", "a b.com",
    "-a.com", "a..com", "10.0.0.1", "0x7f.1", "x;y", "x\\", "x\"y", "x|2d|y", "\xc3\xa4.example", "\xff", "$(id).com",
    std::string(300, 'a'), "", "egress-policy/1 flow x tcp 1 given required", "=cmd", "A.example", "a.example."};

std::vector<rules::policy> with(const std::string& word) {
    std::vector<rules::policy> out(6, site());
    out[0].flows[0].names = {word};
    out[1].flows[0].id = word;
    out[2].flows[0].why = word;
    out[3].owner = word;
    out[4].flows[1].tags = {word};
    out[5].remarks = {word};
    return out;
}

} // namespace

TEST_CASE("cloud formats: hostile words are refused, or do no harm") {
    for (const auto& word : words)
        for (const auto& of : with(word)) {
            bool refused = false;
            try {
                rules::check(of);
            } catch (const std::invalid_argument&) {
                refused = true;
            }
            for (const auto& name : formats) {
                INFO(name << ": " << word);
                const auto& in = format_called(name);
                if (refused)
                    CHECK_THROWS_AS(rules::write_rules(in, of), std::invalid_argument);
                else
                    CHECK(judged(in, of, rules::write_rules(in, of).files) == "holds");
            }
        }
}
