// SPDX-License-Identifier: MIT
//
// What all four forms of Windows' rules have in common; each has a test of its own for its words.
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

#include "rules/export/windows_rules.hpp"
#include "rules/policy/embedded.hpp"
#include "rules/verdict/cells.hpp"
#include "rules/verdict/intent.hpp"
#include "windows_policies.hpp"

using Catch::Contains;

namespace {

const std::vector<std::string> all{"powershell", "netsh", "gpo", "dsc"};

rules::proof_outcome proved(const std::string& format, const rules::policy& of) {
    return rules::prove_by_model(policies::row(format), rules::write_rules(policies::row(format), of).files, of);
}

/// A policy of a few flows, as small numbers decide.
rules::policy random_policy(std::mt19937& random) {
    const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    rules::policy out;
    out.stance = below(2) == 0 ? rules::stance::default_deny : rules::stance::allow_only;
    for (unsigned i = 0, n = 1 + below(4); i < n; ++i) {
        rules::flow f;
        f.id = "f" + std::to_string(i);
        if (below(4) != 0) f.over.push_back(rules::transport::tcp);
        if (f.over.empty() || below(3) == 0) f.over.push_back(rules::transport::udp);
        for (std::uint16_t port = 440; port < 446; ++port)
            if (below(3) == 0) f.ports.push_back(port);
        if (f.ports.empty()) f.ports = {1};
        std::vector<rules::ip_range> ranges;
        for (unsigned k = 0, m = 1 + below(4); k < m; ++k) {
            const bool v6 = below(3) == 0;
            const auto base = v6 ? *rules::read_address("2001:db8::") : *rules::read_address("203.0.113.0");
            const rules::ip_address first{base.family, base.value + below(200)};
            ranges.push_back({first, {base.family, first.value + below(50)}});
        }
        f.addresses = rules::set_of(ranges);
        f.how = rules::rung::given;
        if (below(3) == 0) f.names = {"*.b" + std::to_string(i) + ".example", "a.example"};
        out.flows.push_back(std::move(f));
    }
    return out;
}

} // namespace

TEST_CASE("windows: the text read again decides as the policy wants, on every cell") {
    for (const auto& format : all)
        for (const auto& of :
            {policies::by_address(), policies::site(), policies::only_allowing(policies::by_address())}) {
            INFO(format << ", " << to_string(of.stance));
            const auto found = proved(format, of);
            CHECK(found.complete);
            CHECK(found.required > 20);
            CHECK(found.blocked_count == 0);
            CHECK(found.leak_count == 0);
            CHECK(found.surplus.empty());
        }
}

TEST_CASE("windows: random policies survive being written and read") {
    std::mt19937 random(4711); // the same in every run
    for (int i = 0; i < 25; ++i) {
        const auto of = random_policy(random);
        for (const auto& format : all) {
            INFO(format << ", policy " << i);
            const auto found = proved(format, of);
            CHECK(found.blocked_count + found.leak_count == 0);
            CHECK(found.required > 0);
        }
    }
}

TEST_CASE("windows: no rule blocks, the default does") {
    for (const auto& format : all) {
        INFO(format);
        const auto deny = policies::read(format, policies::text(format, policies::site()));
        CHECK(deny.how == rules::precedence::deny_wins);
        CHECK_FALSE(deny.otherwise_allow);
        CHECK(std::all_of(deny.rules.begin(), deny.rules.end(), [](const auto& rule) { return rule.allow; }));
        const auto allow = policies::text(format, policies::only_allowing(policies::site()));
        CHECK(policies::read(format, allow).otherwise_allow);
    }
}

TEST_CASE("windows: text of printable ASCII, the same every time, with the policy inside") {
    for (const auto& format : all) {
        INFO(format);
        const auto text = policies::text(format, policies::site());
        CHECK(text == policies::text(format, policies::site()));
        CHECK(std::all_of(
            text.begin(), text.end(), [](char c) { return (c >= ' ' && c <= '~') || c == '\r' || c == '\n'; }));
        const auto ends = std::count(text.begin(), text.end(), '\n');
        CHECK(std::count(text.begin(), text.end(), '\r') == (format == "dsc" ? 0 : ends));
        for (std::string_view rest = text; !rest.empty();) {
            const auto line = rest.substr(0, rest.find('\n'));
            if (format == "netsh") CHECK(line.size() < 8191);
            rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        }
        const auto inside = rules::policy_in(text, "f");
        REQUIRE(inside);
        CHECK(inside->flows.size() == 5);
        CHECK(inside->flows[0].addresses == policies::site().flows[0].addresses);
        CHECK(inside->flows[1].names == policies::site().flows[1].names);
    }
}

TEST_CASE("windows: what a format cannot hold is said, also in the file") {
    for (const auto& format : {"netsh", "gpo", "dsc"}) {
        const auto out = rules::write_rules(policies::row(format), policies::site());
        REQUIRE(out.cannot.size() == 1);
        CHECK_THAT(out.cannot[0], Contains("flow blob is missing") && Contains("contoso.blob.core.windows.net"));
        CHECK_THAT(out.files.at(0).text, Contains("CANNOT: flow blob is missing"));
    }
    CHECK(rules::write_rules(policies::row("powershell"), policies::site()).cannot.empty());
}

TEST_CASE("windows: rules of a gateway are refused") {
    auto of = policies::site();
    of.hook = rules::hook::gateway;
    for (const auto& format : all)
        CHECK_THROWS_WITH(rules::write_rules(policies::row(format), of), Contains("cannot express rules of a gateway"));
}

TEST_CASE("windows: texts that mean something to a shell, a registry or a spreadsheet never get that far") {
    const std::vector<std::string> hostile{"a'; Remove-Item C:", "a\"b", "a\\", "a\nb", "$(id)",
        "\xe2\x80\x98x\xe2\x80\x99", "a|b", "%PATH%", std::string(300, 'a'), "\xff\xfe", "a`b", "a&b", "a^b", "<a>",
        std::string("a\0b", 3), "a;b", "a{b}"};
    for (const auto& format : {"powershell", "netsh", "gpo", "dsc", "change-markdown", "change-csv", "change-json"})
        for (const auto& text : hostile) {
            INFO(format << ": " << text);
            for (const auto set : std::vector<void (*)(rules::policy&, const std::string&)>{
                     [](rules::policy&p, const std::string&t) { p.owner = t; },
                     [](rules::policy&p, const std::string&t) { p.reason = t; },
                     [](rules::policy&p, const std::string&t) { p.flows[0].why = t; },
                     [](rules::policy&p, const std::string&t) { p.flows[0].source = t; },
                     [](rules::policy&p, const std::string&t) { p.flows[0].tags = {t}; },
                     [](rules::policy&p, const std::string&t) { p.flows[0].evidence = {t}; },
                     [](rules::policy&p, const std::string&t) { p.flows[0].names = {t}; },
                     [](rules::policy&p, const std::string&t) { p.flows[0].id = t; }}) {
                auto of = policies::site();
                set(of, text);
                CHECK_THROWS_AS(rules::write_rules(policies::row(format), of), std::invalid_argument);
            }
        }
}

TEST_CASE("windows: what the alphabet holds is harmless in every format") {
    for (const auto& text : {"=cmd()", "@FirewallAPI.dll,-25000", "-x", "+1", "a -- b", " lead", "trail ", "rem x",
             "a=b,c=d", "no-such=yes action=block"}) {
        auto of = policies::by_address();
        of.flows[0].why = of.flows[0].source = text;
        of.owner = of.reason = rules::checked_text("--owner", text); // as the option makes it
        for (const auto& format : all) {
            INFO(format << ": " << text);
            CHECK(proved(format, of).holds());
            CHECK(policies::text(format, of).find("'@Fire") == std::string::npos);
            CHECK(policies::text(format, of).find("Desc=@") == std::string::npos);
        }
    }
}

TEST_CASE("windows: many addresses are split, none is lost") {
    std::vector<rules::ip_range> every_other;
    for (std::uint32_t i = 0; i < 10'003; ++i) {
        const rules::ip_address a{rules::ip_family::v4, 0x0b000000u + 2 * i};
        every_other.push_back({a, a});
    }
    auto of = policies::by_address();
    of.flows.resize(1);
    of.flows[0].addresses = rules::set_of(every_other);
    for (const auto& format : all) {
        INFO(format);
        const auto read = policies::read(format, policies::text(format, of));
        CHECK(read.rules.size() == (format == "netsh" ? 17 : 2));
        std::vector<rules::ip_range> seen;
        for (const auto& rule : read.rules) {
            CHECK(rule.to.size() <= rules::most_windows_addresses);
            seen.insert(seen.end(), rule.to.begin(), rule.to.end());
        }
        CHECK(rules::set_of(seen) == of.flows[0].addresses);
    }
}

TEST_CASE("windows: everything, and a single address, in words that Windows takes") {
    auto of = policies::by_address();
    of.flows.resize(1);
    of.flows[0].addresses = policies::addresses({"0.0.0.0/0", "2001:db8::1/128"});
    const auto made = rules::windows_rules(of, policies::row("gpo"));
    REQUIRE(made.size() == 1);
    CHECK(made[0].addresses == std::vector<std::string>{"0.0.0.0-255.255.255.255", "2001:db8::1"});
    for (const auto& format : all) CHECK(proved(format, of).holds());
}

TEST_CASE("windows: values as Windows writes them") {
    struct row {
        std::string address, first, last;
    };
    for (const auto& r : std::vector<row>{{"203.0.113.10", "203.0.113.10", "203.0.113.10"},
             {"203.0.113.64/27", "203.0.113.64", "203.0.113.95"},
             {"203.0.113.0/255.255.255.0", "203.0.113.0", "203.0.113.255"},
             {"203.0.113.1-203.0.113.9", "203.0.113.1", "203.0.113.9"}, {"2001:db8::/126", "2001:db8::", "2001:db8::3"},
             {"2001:db8::1-2001:db8::2", "2001:db8::1", "2001:db8::2"}}) {
        rules::ruleset to;
        rules::add_windows_rule(
            to, {"r", "allow", "out", "tcp", "yes", {"443", "5000-5010"}, {r.address}, {}}, {"f", 1});
        REQUIRE(to.rules.size() == 1);
        CHECK(rules::text_of(to.rules[0].to[0].first) == r.first);
        CHECK(rules::text_of(to.rules[0].to[0].last) == r.last);
        CHECK(to.rules[0].ports[1] == std::pair<std::uint16_t, std::uint16_t>{5000, 5010});
    }
}

TEST_CASE("windows: values that nobody should guess at") {
    struct row {
        rules::windows_statement rule;
        const char* says;
    };
    for (const auto& r : std::vector<row>{{{"r", "", "out", "tcp", "yes", {}, {}, {}}, "does not say its action"},
             {{"r", "bypass", "out", "tcp", "yes", {}, {}, {}}, "\"bypass\" is no action"},
             {{"r", "allow", "", "tcp", "yes", {}, {}, {}}, "does not say its direction"},
             {{"r", "allow", "out", "tcp", "maybe", {}, {}, {}}, "\"maybe\" is no state"},
             {{"r", "allow", "out", "tcq", "yes", {}, {}, {}}, "\"tcq\" is no protocol"},
             {{"r", "allow", "out", "300", "yes", {}, {}, {}}, "\"300\" is no protocol"},
             {{"r", "allow", "out", "any", "yes", {"443"}, {}, {}}, "ports without TCP or UDP"},
             {{"r", "allow", "out", "1", "yes", {"8"}, {}, {}}, "ports without TCP or UDP"},
             {{"r", "allow", "out", "tcp", "yes", {"443-442"}, {}, {}}, "no port or range"},
             {{"r", "allow", "out", "tcp", "yes", {"IPHTTPS"}, {}, {}}, "no port or range"},
             {{"r", "allow", "out", "tcp", "yes", {}, {"LocalSubnet"}, {}}, "depend on the machine"},
             {{"r", "allow", "out", "tcp", "yes", {}, {"10.0.0.1/8"}, {}}, "host bits are set"},
             {{"r", "allow", "out", "tcp", "yes", {}, {"10.0.0.0/255.0.255.0"}, {}}, "no address with a mask"},
             {{"r", "allow", "out", "tcp", "yes", {}, {"10.0.0.9-10.0.0.1"}, {}}, "no range of addresses"},
             {{"r", "allow", "out", "tcp", "yes", {}, {"10.0.0.1-::1"}, {}}, "no range of addresses"},
             {{"r", "allow", "out", "tcp", "yes", {}, {"any", "10.0.0.1"}, {}}, "no address"},
             {{"r", "allow", "out", "tcp", "yes", {}, {}, {"*"}}, "in front of a name"},
             {{"r", "allow", "out", "tcp", "yes", {}, {}, {"a*.example"}}, "in front of a name"},
             {{"r", "allow", "out", "tcp", "yes", {}, {"10.0.0.1"}, {"a.example"}}, "names in one rule"}}) {
        rules::ruleset to;
        CHECK_THROWS_WITH(rules::add_windows_rule(to, r.rule, {"f", 7}),
            Catch::StartsWith("f:7: ") && Contains(r.says) && Contains("; give a file"));
    }
}

TEST_CASE("windows: inbound rules and rules that are off let nothing out") {
    rules::ruleset to;
    rules::add_windows_rule(to, {"r", "allow", "in", "any", "yes", {}, {}, {}}, {"f", 1});
    rules::add_windows_rule(to, {"r", "allow", "out", "any", "no", {}, {}, {}}, {"f", 1});
    CHECK(to.rules.empty());
}
