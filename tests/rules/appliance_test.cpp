// SPDX-License-Identifier: MIT
//
// What holds for every appliance's format: its own reader finds the policy in its text, and nothing else.
#include "rules/export/appliance.hpp"

#include <catch2/catch.hpp>

#include "appliance_samples.hpp"
#include "golden.hpp"
#include "rules/policy/embedded.hpp"

using namespace samples;

namespace {

constexpr std::string_view all[]{
    "pan-os", "fortigate", "cisco-asa", "cisco-ios-xe", "check-point", "mikrotik", "pfsense", "opnsense"};

std::string joined(const std::vector<rules::output_file>& files) {
    std::string out;
    for (const auto& f : files) out += "==> " + f.name + "\n" + f.text;
    return out;
}

} // namespace

TEST_CASE("what is emitted, read again, is the policy") {
    using rules::stance;
    const rules::policy policies[]{site(), bare(), odd(), with(site(), stance::allow_only),
        with(site(), stance::default_deny, "lan1", "wan1"), with(bare(), stance::allow_only, "lan1"),
        with(odd(), stance::allow_only)};
    for (const auto name : all)
        for (const auto& p : policies) {
            const auto& in = named(name);
            const auto made = rules::write_rules(in, p);
            CAPTURE(name, p.id, rules::to_string(p.stance), joined(made.files));
            const auto proof = rules::prove_by_model(in, made.files, p, 20'000);
            CHECK(proof.required > 0);
            for (const auto& m : proof.blocked) FAIL_CHECK("stopped: " << text_of(m.sent) << " by " << m.rule);
            for (const auto& m : proof.leaks) FAIL_CHECK("leak: " << text_of(m.sent) << " by " << m.rule);
            CHECK(proof.surplus.empty());
        }
}

TEST_CASE("texts as they were") {
    for (const auto name : all) {
        const auto text = joined(rules::write_rules(named(name), site()).files);
        CHECK(golden("rules/" + std::string(name) + ".txt", text) == text);
    }
}

TEST_CASE("the same policy gives the same bytes, and its file holds the policy") {
    for (const auto name : all) {
        CAPTURE(name);
        const auto once = rules::write_rules(named(name), site()), again = rules::write_rules(named(name), site());
        CHECK(joined(once.files) == joined(again.files));
        const auto held = rules::policy_in(once.files.front().text, once.files.front().name);
        REQUIRE(held);
        CHECK(held->id == "7f3a00c0ffee");
        CHECK(held->flows.size() == 4);
    }
}

TEST_CASE("rules of a host are not for a router") {
    auto p = site();
    p.hook = rules::hook::host;
    for (const auto name : all) CHECK_THROWS_AS(rules::write_rules(named(name), p), std::invalid_argument);
}

TEST_CASE("what cannot be said is in the list and in the file") {
    auto p = site();
    p.flows.push_back(flow("only-names", {rules::transport::tcp}, {443}, {"*.example.com"}, {}, ""));
    for (const auto name : all) {
        CAPTURE(name);
        const auto made = rules::write_rules(named(name), p);
        for (const auto& sentence : made.cannot) CHECK(made.files.front().text.find(sentence) != std::string::npos);
        const bool says_missing = std::any_of(made.cannot.begin(), made.cannot.end(),
            [](const auto& s) { return s.starts_with("flow only-names is missing"); });
        CHECK(says_missing == (named(name).names == rules::names_held::exact));
    }
    const auto v6_only = rules::write_rules(named("pan-os"), odd());
    CHECK(
        v6_only.cannot.at(0) == "flow a-flow-of-24-characters-: its IPv4 addresses are left out, as no device has one");
    const auto wide = rules::write_rules(named("check-point"), site());
    CHECK(
        wide.cannot.at(0).starts_with("flow acr: blob.core.windows.net itself is let out besides the names below it"));
}

TEST_CASE("hostile texts never get into a file") {
    const std::string hostile[]{"a\"b", "a'b", "a\\", "a\nb", "$(id)", "`id`", "a;b", "a|b", "a&b", "a<b", "a>b", "a#b",
        "a!b", "a%b", "[find]", "{a}", "a\tb", "a\rb", "\xe2\x80\x9c", "\xff", std::string(1, '\0'),
        std::string(300, 'a')};
    for (const auto name : all)
        for (const auto& text : hostile) {
            CAPTURE(name, text);
            for (int place = 0; place < 7; ++place) {
                auto p = site();
                std::string* const places[]{
                    &p.owner, &p.reason, &p.id, &p.in_interface, &p.flows[2].why, &p.flows[2].id, &p.flows[2].names[0]};
                *places[place] = text;
                CHECK_THROWS_AS(rules::write_rules(named(name), p), std::invalid_argument);
            }
        }
}

TEST_CASE("words that look like the platform's own are harmless") {
    for (const auto name : all)
        for (const auto* text :
            {"any", "all", "end", "next", "exit", "deny ip any any", "- -", "0/0", "remark", "set -e", "=", "(a)"}) {
            CAPTURE(name, text);
            auto p = site();
            p.owner = p.reason = text;
            for (auto& f : p.flows) f.why = text;
            CHECK(rules::prove_by_model(named(name), rules::write_rules(named(name), p).files, p, 20'000).agrees());
        }
}

TEST_CASE("flows with the names of our own objects") {
    auto p = site();
    const char* const ids[]{"devices", "rest", "egress", "any"};
    for (std::size_t i = 0; i < 4; ++i) p.flows[i].id = ids[i];
    for (const auto name : all) {
        CAPTURE(name);
        CHECK(rules::prove_by_model(named(name), rules::write_rules(named(name), p).files, p, 20'000).agrees());
    }
}

TEST_CASE("a mask, a name with the policy's id") {
    std::string fault;
    CHECK(rules::mask_of(*rules::read_prefix("203.0.113.64/27", fault)) == "255.255.255.224");
    CHECK(rules::mask_of(*rules::read_prefix("0.0.0.0/0", fault)) == "0.0.0.0");
    CHECK(rules::mask_of(*rules::read_prefix("10.0.0.1/32", fault)) == "255.255.255.255");
    CHECK(rules::versioned_name(site()) == "egress-7f3a00c0ffee");
    CHECK(rules::versioned_name(bare()) == "egress");
    auto p = site();
    p.id = "Z 1.2/3-abcdefghijklmnop";
    CHECK(rules::versioned_name(p) == "egress-123abcdefghi");
}
