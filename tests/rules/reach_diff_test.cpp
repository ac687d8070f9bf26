// SPDX-License-Identifier: MIT
#include "rules/verdict/reach_diff.hpp"

#include <algorithm>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "rules/export/format.hpp"
#include "rules/verdict/cells.hpp"
#include "tests/rules/policy_site.hpp"
#include "tests/rules/random_policy.hpp"

using namespace rules;

namespace {

std::vector<ip_range> ranges(const std::vector<std::string>& texts) { return ranges_of(policy_site::addresses(texts)); }

platform_rule rule(bool allow, std::vector<int> protocols, std::vector<std::pair<std::uint16_t, std::uint16_t>> ports,
    const std::vector<std::string>& to) {
    platform_rule out;
    out.allow = allow;
    out.protocols = std::move(protocols);
    out.ports = std::move(ports);
    out.to = ranges(to);
    return out;
}

std::string shown(const std::vector<reach>& all) {
    std::string out;
    for (const auto& r : all) {
        for (const auto& w : r.over) out += fmt::format("{}:{}-{} ", w.protocol, w.first, w.last);
        if (!r.name.empty()) out += "name " + r.name + " ";
        for (const auto& p : prefixes_of(r.from)) out += "from " + text_of(p) + " ";
        for (const auto& p : prefixes_of(r.to)) out += text_of(p) + " ";
        out += "\n";
    }
    return out;
}

const std::vector<int> tcp{6};

// Whether a packet is in a list; with its name, which an entry's own name or wildcard may stand for, or without.
bool among(const std::vector<reach>& all, const packet& one, bool with_names) {
    return std::any_of(all.begin(), all.end(), [&](const reach& r) {
        if (!r.name.empty() && !with_names) return false;
        const bool named = r.name.empty() || r.name == one.name ||
                           (r.name.starts_with("*.") && one.name.ends_with(r.name.substr(r.name.rfind("*.") + 1)));
        return named && contains(r.to, one.to) && (r.from.empty() || contains(r.from, one.from)) &&
               std::any_of(r.over.begin(), r.over.end(), [&](const reach_way& w) {
                   return (w.protocol == one.protocol || w.protocol == other_protocols) && w.first <= one.port &&
                          one.port <= w.last;
               });
    });
}

} // namespace

TEST_CASE("rules that let out the same, however they say it") {
    ruleset one, two;
    one.rules = {rule(true, tcp, {{443, 443}, {444, 450}}, {"10.0.0.0/25", "10.0.0.128/25"})};
    two.rules = {rule(true, tcp, {{443, 446}}, {"10.0.0.0/24"}), rule(true, tcp, {{445, 450}}, {"10.0.0.0/24"})};
    CHECK(diff(one, two).empty());
    two.how = precedence::any_allow;
    CHECK(diff(one, two).empty());
    two.rules.push_back(rule(false, {}, {}, {})); // what is refused anyway
    CHECK(diff(one, two).empty());
}

TEST_CASE("what is gained and lost, exactly") {
    ruleset one, two;
    one.rules = {rule(true, tcp, {{443, 443}}, {"10.0.0.0/24"})};
    two.rules = {rule(true, {6, 17}, {{443, 444}}, {"10.0.0.128/25"})};
    const auto found = diff(one, two);
    CHECK(shown(found.gained) == "6:444-444 17:443-444 10.0.0.128/25 \n");
    CHECK(shown(found.lost) == "6:443-443 10.0.0.0/25 \n");
}

TEST_CASE("the order of rules, and who wins") {
    ruleset allow_first, deny_first;
    allow_first.rules = {rule(true, tcp, {{443, 443}}, {"10.0.0.0/24"}), rule(false, tcp, {}, {"10.0.0.8/29"})};
    deny_first.rules = {allow_first.rules[1], allow_first.rules[0]};
    CHECK(shown(diff(allow_first, deny_first).lost) == "6:443-443 10.0.0.8/29 \n");
    CHECK(diff(allow_first, deny_first).gained.empty());
    auto deny_wins = allow_first;
    deny_wins.how = precedence::deny_wins;
    CHECK(diff(deny_wins, deny_first).empty());
    auto open = deny_first;
    open.otherwise_allow = true;
    const auto gained = shown(diff(deny_first, open).gained);
    CHECK(gained.find("6:0-442 6:444-65535 ") != gained.npos); // all but what is refused
    CHECK(gained.find("-1:0-65535 0.0.0.0/0 ::/0") != gained.npos);
}

TEST_CASE("names: by themselves, below, and with an address") {
    ruleset none, some;
    auto by_name = rule(true, tcp, {{443, 443}}, {});
    by_name.names = {{"x.net", true, true, false}};
    some.rules = {by_name};
    CHECK(shown(diff(none, some).gained) == "6:443-443 name *.*.x.net 0.0.0.0/0 ::/0 \n"
                                            "6:443-443 name *.x.net 0.0.0.0/0 ::/0 \n"
                                            "6:443-443 name x.net 0.0.0.0/0 ::/0 \n");
    auto narrow = some;
    narrow.rules[0].names = {{"x.net", false, true, true}};
    CHECK(shown(diff(some, narrow).lost) == "6:443-443 name *.*.x.net 0.0.0.0/0 ::/0 \n"
                                            "6:443-443 name x.net 0.0.0.0/0 ::/0 \n");
    auto both = some;
    both.rules[0].names_and_addresses = true;
    both.rules[0].to = ranges({"10.0.0.1/32"});
    CHECK(diff(both, some).lost.empty());
    CHECK(shown(diff(none, both).gained).find("name x.net 10.0.0.1/32 \n") != std::string::npos);
    auto address = both; // the same addresses, whatever the name: the name gains nothing of its own
    address.rules[0].names.clear();
    address.rules[0].names_and_addresses = false;
    CHECK(shown(diff(none, address).gained) == "6:443-443 10.0.0.1/32 \n");
    CHECK(diff(address, both).gained.empty());
}

TEST_CASE("senders of a gateway") {
    ruleset one, two;
    one.rules = two.rules = {rule(true, tcp, {{443, 443}}, {"10.9.0.1/32"})};
    one.rules[0].from = ranges({"10.1.0.0/24"});
    two.rules[0].from = ranges({"10.1.0.0/25", "255.255.255.255/32"});
    const auto found = diff(one, two);
    CHECK(shown(found.lost) == "6:443-443 from 10.1.0.128/25 10.9.0.1/32 \n");
    CHECK(shown(found.gained) == "6:443-443 from 255.255.255.255/32 10.9.0.1/32 \n");
}

TEST_CASE("random policies in every format that is read: the same difference as packet by packet") {
    for (const auto& f : formats()) {
        if (!f.read) continue;
        random_policy::maker random(7);
        const auto s = f.default_deny ? stance::default_deny : stance::allow_only;
        const auto h = f.host ? hook::host : hook::gateway;
        for (int i = 0; i < 3; ++i) {
            const auto p = random.make(s, h), q = random.make(s, h);
            const auto a = f.read(write_rules(f, p).files), b = f.read(write_rules(f, q).files);
            INFO(f.name << "\n" << canonical_text(p) << canonical_text(q));
            CHECK(diff(a, a).empty());
            const auto found = diff(a, b);
            auto at = cuts_of(a);
            at.add(cuts_of(b));
            decider was(a), is(b);
            for (const auto& one : cells(at, 600).packets) {
                const bool before = was(one).allow, after = is(one).allow;
                // Of packets without a name the lists hold no more than what differs.
                const bool right = before != after ? among(after ? found.gained : found.lost, one, true)
                                                   : !one.name.empty() || (!among(found.gained, one, false) &&
                                                                              !among(found.lost, one, false));
                if (!right) FAIL(text_of(one));
            }
        }
    }
}
