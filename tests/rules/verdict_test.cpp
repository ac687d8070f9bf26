// SPDX-License-Identifier: MIT
//
// Packets, rules and intents: what a proof is made of.
#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "rules/verdict/cells.hpp"
#include "rules/verdict/intent.hpp"
#include "rules/verdict/model.hpp"
#include "tests/rules/policy_site.hpp"

using namespace rules;

namespace {

packet to(const char* address, int port, int protocol = protocol_number::tcp, std::string name = {}) {
    return {*read_address(address), protocol, static_cast<std::uint16_t>(port), std::move(name), {}};
}

platform_rule allow(const char* block, std::uint16_t port) {
    std::string fault;
    platform_rule r;
    r.label = block;
    r.protocols = {protocol_number::tcp};
    r.ports = {{port, port}};
    r.to = {range_of(*read_prefix(block, fault))};
    return r;
}

platform_rule deny_all() {
    platform_rule r;
    r.allow = false;
    return r;
}

format plain_format() {
    format f;
    f.name = "plain";
    f.carries = by_address;
    return f;
}

} // namespace

TEST_CASE("packets for people") {
    CHECK(text_of(to("203.0.113.10", 8883)) == "tcp 203.0.113.10:8883");
    CHECK(text_of(to("2001:db8::1", 443)) == "tcp [2001:db8::1]:443");
    CHECK(text_of(to("203.0.113.10", 443, 6, "a.b")) == "tcp 203.0.113.10:443 (a.b)");
    CHECK(text_of(to("203.0.113.10", 8, 1)) == "icmp 203.0.113.10");
    CHECK(text_of(to("203.0.113.10", 0, 99)) == "protocol 99 203.0.113.10");
}

TEST_CASE("names as platforms compare them") {
    struct row {
        name_pattern pattern;
        const char* host;
        bool yes;
    };
    const name_pattern exact{"a.com", true, false, false}, below{"a.com", false, true, false},
        one{"a.com", false, true, true}, apex{"a.com", true, true, false};
    for (const auto& r : {row{exact, "a.com", true}, row{exact, "b.a.com", false}, row{below, "a.com", false},
             row{below, "b.a.com", true}, row{below, "c.b.a.com", true}, row{one, "c.b.a.com", false},
             row{one, "b.a.com", true}, row{apex, "a.com", true}, row{below, "evila.com", false},
             row{below, ".a.com", false}, row{exact, "", false}}) {
        INFO(r.host);
        CHECK(matches(r.pattern, r.host) == r.yes);
    }
}

TEST_CASE("the same rules, three kinds of firewall") {
    const auto wanted_one = allow("203.0.113.0/24", 443);
    ruleset rules{precedence::first_match, false, {wanted_one, deny_all()}};
    const auto inside = to("203.0.113.9", 443), outside = to("203.0.114.9", 443);
    CHECK(decide(rules, inside).allow);
    CHECK(decide(rules, inside).rule == 0u);
    CHECK_FALSE(decide(rules, outside).allow);
    rules.how = precedence::deny_wins; // facts/rules.md §0.4: an explicit block takes everything
    CHECK_FALSE(decide(rules, inside).allow);
    CHECK(decide(rules, inside).rule == 1u);
    rules.how = precedence::any_allow;
    CHECK(decide(rules, inside).allow);
    CHECK_FALSE(decide(rules, outside).allow);
    rules.rules.clear();
    rules.otherwise_allow = true;
    CHECK(decide(rules, outside).allow);
    CHECK_FALSE(decide(rules, outside).rule);
}

TEST_CASE("each part of a rule must match") {
    auto one = allow("203.0.113.0/24", 443);
    one.from = {range_of({*read_address("10.0.0.0"), 8})};
    const ruleset by{precedence::any_allow, false, {one}};
    auto p = to("203.0.113.9", 443);
    CHECK_FALSE(decide(by, p).allow);
    p.from = *read_address("10.1.2.3");
    CHECK(decide(by, p).allow);
    p.port = 444;
    CHECK_FALSE(decide(by, p).allow);
    p.port = 443;
    p.protocol = protocol_number::udp;
    CHECK_FALSE(decide(by, p).allow);
}

TEST_CASE("names or addresses, names and addresses") {
    auto one = allow("203.0.113.0/24", 443);
    one.names = {{"a.com", true, false, false}};
    ruleset by{precedence::any_allow, false, {one}};
    CHECK(decide(by, to("198.18.0.1", 443, 6, "a.com")).allow);
    CHECK(decide(by, to("203.0.113.1", 443)).allow);
    by.rules[0].names_and_addresses = true;
    CHECK_FALSE(decide(by, to("198.18.0.1", 443, 6, "a.com")).allow);
    CHECK_FALSE(decide(by, to("203.0.113.1", 443, 6, "b.com")).allow);
    CHECK_FALSE(decide(by, to("203.0.113.1", 443)).allow);
    CHECK(decide(by, to("203.0.113.1", 443, 6, "a.com")).allow);
}

TEST_CASE("many packets: the same as one by one, whatever came before") {
    auto named = allow("203.0.113.0/24", 443), both = allow("203.0.113.64/26", 8883),
         from = allow("198.51.100.0/24", 443);
    named.names = {{"a.com", true, true, false}};
    both.names = {{"b.com", true, false, false}};
    both.names_and_addresses = true;
    from.from = {range_of({*read_address("10.0.0.0"), 8})};
    auto no = allow("203.0.113.70/32", 443);
    no.allow = false;
    for (const auto how : {precedence::first_match, precedence::deny_wins, precedence::any_allow}) {
        const ruleset by{how, how == precedence::deny_wins, {named, no, both, from, deny_all()}};
        const ruleset open{how, true, {no, both}};
        auto at = cuts_of(by);
        const auto tried = cells(at, 20'000).packets;
        REQUIRE(tried.size() > 10'000);
        decider one_way(by), other_way(open);
        const intent of{by, open};
        intent_decider meant(of);
        std::set<std::string> said;
        const auto compare = [&](const packet& p) {
            const auto alone = decide(by, p), many = one_way(p);
            const auto alone_open = decide(open, p), many_open = other_way(p);
            if (alone.allow != many.allow || alone.rule != many.rule || alone_open.allow != many_open.allow ||
                alone_open.rule != many_open.rule || wants(of, p) != meant(p))
                FAIL(text_of(p));
            said.insert((many.allow ? "yes " : "no ") + (many.rule ? std::to_string(*many.rule) : "none"));
        };
        std::for_each(tried.begin(), tried.end(), compare);
        std::for_each(tried.rbegin(), tried.rend(), compare);
        CHECK(said.size() > 1);
    }
}

TEST_CASE("what a policy wants of a packet") {
    auto p = policy_site::small();
    auto in = plain_format();
    auto meant = intended(p, in);
    CHECK(wants(meant, to("203.0.113.70", 8883)) == wanted::pass);
    CHECK(wants(meant, to("203.0.113.70", 8884)) == wanted::stop);
    CHECK(wants(meant, to("203.0.113.70", 443, 17)) == wanted::stop);
    CHECK(wants(meant, to("10.9.0.53", 53, 17)) == wanted::pass);
    in.carries = by_any_name;
    meant = intended(p, in);
    CHECK(wants(meant, to("203.0.113.70", 8883)) == wanted::stop);
    CHECK(wants(meant, to("198.18.0.1", 8883, 6, "contoso.azure-devices.net")) == wanted::pass);
    CHECK(wants(meant, to("198.18.0.1", 443, 6, "eastus.data.mcr.microsoft.com")) == wanted::pass);
    CHECK(wants(meant, to("198.18.0.1", 443, 6, "a.b.data.mcr.microsoft.com")) == wanted::either);
    CHECK(wants(meant, to("198.18.0.1", 443, 6, "data.mcr.microsoft.com")) == wanted::either);
    CHECK(wants(meant, to("198.18.0.1", 443, 6, "evildata.mcr.microsoft.com")) == wanted::stop);
    in.carries = by_exact_name;
    meant = intended(p, in);
    CHECK(wants(meant, to("198.51.100.7", 443)) == wanted::pass); // a wildcard goes by address there
    p.flows[1].addresses = {};
    CHECK(wants(intended(p, in), to("198.51.100.7", 443)) == wanted::stop);
}

namespace {

// What stands in for a format's reader: the file's text says which fault to build in.
ruleset read_with_fault(const std::vector<output_file>& files) {
    const auto policy = policy_site::small();
    const auto in = plain_format();
    auto out = intended(policy, in).least;
    const auto& fault = files.front().text;
    if (fault == "wide") out.rules[0].to[0].last.value += 1;
    if (fault == "narrow") out.rules[0].to[0].last.value -= 1;
    if (fault == "port") out.rules[0].ports.pop_back();
    if (fault == "udp") out.rules[0].protocols.push_back(protocol_number::udp);
    if (fault == "anywhere") out.rules[0].to.clear();
    if (fault == "block all") {
        out.how = precedence::deny_wins;
        out.rules.push_back(deny_all());
    }
    if (fault == "open") out.otherwise_allow = true;
    if (fault == "twice") out.rules.push_back(out.rules[0]);
    return out;
}

proof_outcome model_of(const std::string& fault) {
    auto in = plain_format();
    in.read = read_with_fault;
    return prove_by_model(in, {{"file", fault}}, policy_site::small());
}

} // namespace

TEST_CASE("a model's proof finds what is wrong, and says where") {
    const auto good = model_of("");
    CHECK(good.holds());
    CHECK(good.complete);
    CHECK(good.required > 10);
    CHECK(good.probes > 2500);
    CHECK(good.surplus.empty());
    CHECK(good.mutations == 4);
    CHECK_FALSE(good.remarks.empty());
    for (const std::string fault : {"wide", "udp", "anywhere", "open"}) {
        INFO(fault);
        const auto found = model_of(fault);
        CHECK_FALSE(found.holds());
        CHECK(found.leak_count > 0);
        CHECK(found.blocked_count == 0);
        CHECK(found.leaks.size() == std::min(found.leak_count, max_mismatches));
        CHECK(found.leaks[0].passed);
    }
    for (const std::string fault : {"narrow", "port", "block all"}) {
        INFO(fault);
        const auto found = model_of(fault);
        CHECK_FALSE(found.holds());
        CHECK(found.blocked_count > 0);
        CHECK_FALSE(found.blocked[0].passed);
    }
    CHECK(model_of("block all").blocked_count == model_of("block all").required);
    CHECK(model_of("wide").leaks[0].rule == "iot-hub");
    const auto twice = model_of("twice");
    CHECK(twice.holds());
    CHECK(twice.surplus == std::vector<std::string>{"iot-hub", "iot-hub"});
}
