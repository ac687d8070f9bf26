// SPDX-License-Identifier: MIT
//
// What holds for every row of the table of formats: random policies, hostile texts, the same bytes for the same policy.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

#include <catch2/catch.hpp>

#include "rules/export/format.hpp"
#include "rules/policy/embedded.hpp"
#include "rules/policy/policy_json.hpp"
#include "rules/verdict/model.hpp"
#include "rules/verdict/reach_diff.hpp"
#include "tests/rules/policy_site.hpp"
#include "tests/rules/random_policy.hpp"

using namespace rules;

namespace {

// The sanitizers take half a minute for twenty; the thousand run without.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr unsigned random_policies = 20;
#else
constexpr unsigned random_policies = 1000;
#endif
#else
constexpr unsigned random_policies = 1000;
#endif

std::vector<std::pair<stance, hook>> places(const format& f) {
    std::vector<std::pair<stance, hook>> out;
    for (const auto s : {stance::default_deny, stance::allow_only})
        for (const auto h : {hook::host, hook::gateway})
            if ((s == stance::default_deny ? f.default_deny : f.allow_only) && (h == hook::host ? f.host : f.gateway))
                out.emplace_back(s, h);
    return out;
}

std::string shown(const proof_outcome& found) {
    std::string out;
    for (const auto& list : {found.blocked, found.leaks})
        for (const auto& m : list) out += (m.passed ? "leak " : "blocked ") + text_of(m.sent) + " by " + m.rule + "\n";
    return out;
}

bool all_text(const std::string& text) {
    return std::all_of(
        text.begin(), text.end(), [](char c) { return (c >= ' ' && c <= '~') || c == '\n' || c == '\r' || c == '\t'; });
}

std::size_t not_at_all(const format& f, const policy& p) {
    return static_cast<std::size_t>(std::count_if(
        p.flows.begin(), p.flows.end(), [&](const flow& one) { return f.carries(p, one) == carried::not_at_all; }));
}

} // namespace

TEST_CASE("every row says what it is") {
    std::set<std::string_view> names;
    REQUIRE(formats().size() > 0);
    for (const auto& f : formats()) {
        INFO(f.name);
        CHECK(names.insert(f.name).second);
        CHECK(f.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == f.name.npos);
        CHECK_FALSE(f.title.empty());
        CHECK_FALSE(f.limits.empty());
        CHECK_FALSE(f.undo.empty());
        REQUIRE(f.write);
        REQUIRE(f.carries);
        if (f.proof == proof_kind::model) CHECK(f.read != nullptr);
        if (f.proof == proof_kind::none) CHECK(f.read == nullptr);
        CHECK_FALSE(places(f).empty());
        CHECK(find_format(f.name) == &f);
    }
    CHECK(find_format("") == nullptr);
    CHECK(find_format("nft") == nullptr);
}

TEST_CASE("a thousand random policies in every format that is read again") {
    for (const auto& f : formats()) {
        if (!f.read) continue;
        random_policy::maker random(20261127);
        const auto where = places(f);
        for (unsigned i = 0; i < random_policies; ++i) {
            const auto [s, h] = where[i % where.size()];
            const auto p = random.make(s, h);
            INFO(f.name << " policy " << i << "\n" << canonical_text(p));
            const auto made = write_rules(f, p);
            if (not_at_all(f, p) == p.flows.size()) continue;
            // One of a hundred whole, of the others 600 cells and all that is required.
            const auto found = prove_by_model(f, made.files, p, i % 101 == 0 ? 2'000'000 : 600);
            INFO(shown(found));
            if (i % 101 == 0) REQUIRE(found.complete);
            REQUIRE(found.blocked_count == 0);
            REQUIRE(found.leak_count == 0);
            REQUIRE(found.required > 0);
        }
    }
}

TEST_CASE("the same policy gives the same bytes, plain text, and nothing is left out silently") {
    for (const auto& f : formats()) {
        random_policy::maker random(7);
        for (unsigned i = 0; i < random_policies / 20; ++i) {
            const auto [s, h] = places(f)[i % places(f).size()];
            const auto p = random.make(s, h);
            INFO(f.name << " policy " << i << "\n" << canonical_text(p));
            const auto made = write_rules(f, p), again = write_rules(f, p);
            REQUIRE(made.files.size() == again.files.size());
            REQUIRE_FALSE(made.files.empty());
            for (std::size_t n = 0; n < made.files.size(); ++n) {
                REQUIRE(made.files[n].name == again.files[n].name);
                REQUIRE(made.files[n].text == again.files[n].text);
                REQUIRE(all_text(made.files[n].text));
            }
            REQUIRE(made.cannot.size() >= not_at_all(f, p));
        }
    }
}

TEST_CASE("what a file says of its policy is all that the policy's id is made of") {
    for (const auto& f : formats())
        for (const auto& [s, h] : places(f))
            for (const std::string owner : {"net-ops (24/7), a@b.example", "-a--b =cmd, @SUM(1) -->", "=1+2 ,"}) {
                if (f.name == "change-csv") continue; // a table holds none
                auto p = policy_site::small();
                p.stance = s;
                p.hook = h;
                p.owner = owner.substr(0, owner.find('>'));
                p.reason = std::string(97, '-') + " -x";
                p.expires = "2028-02-29";
                INFO(f.name << "\n" << canonical_text(p));
                int found = 0;
                for (const auto& file : write_rules(f, p).files) {
                    const auto held = f.name == "change-json" ? std::optional(read_policy_json(file.text, file.name))
                                                              : policy_in(file.text, file.name);
                    if (!held) continue;
                    ++found;
                    CHECK(held->id == p.id);
                    CHECK(canonical_text(*held) == canonical_text(p));
                }
                CHECK(found == 1);
            }
}

TEST_CASE("what only comments and documents hold is harmless there") {
    for (const auto& f : formats()) {
        if (!f.read) continue;
        auto p = policy_site::small();
        p.stance = f.default_deny ? stance::default_deny : stance::allow_only;
        p.hook = f.host ? hook::host : hook::gateway;
        const auto plain = f.read(write_rules(f, p).files);
        for (const auto* text : {"the site's *.azurecr.io", "'", "*/", "'' */ /* '", "* * *", "'*'*", "*filter"}) {
            INFO(f.name << ": " << text);
            p.remarks = {text};
            p.flows[0].evidence = {text};
            const auto made = write_rules(f, p);
            CHECK(prove_by_model(f, made.files, p, 600).agrees());
            CHECK(diff(plain, f.read(made.files)).empty());
        }
    }
}

TEST_CASE("stances and hooks that a format cannot express are refused, not approximated") {
    for (const auto& f : formats()) {
        INFO(f.name);
        auto p = policy_site::small();
        p.stance = stance::default_deny;
        if (!f.default_deny) CHECK_THROWS_AS(write_rules(f, p), std::invalid_argument);
        p.stance = stance::allow_only;
        if (!f.allow_only) CHECK_THROWS_AS(write_rules(f, p), std::invalid_argument);
        p.stance = f.default_deny ? stance::default_deny : stance::allow_only;
        p.hook = hook::gateway;
        if (!f.gateway) CHECK_THROWS_AS(write_rules(f, p), std::invalid_argument);
        p.hook = hook::host;
        if (!f.host) CHECK_THROWS_AS(write_rules(f, p), std::invalid_argument);
    }
}

TEST_CASE("hostile texts reach no format") {
    const std::vector<std::string> hostile{"a\"; accept; }; chain zz { comment \"y", "a\\", "a'b",
        "a\nCOMMIT\n*filter\n-I OUTPUT -j DROP", "$(id)", "`id`", "\xe2\x80\x98; Remove-Item", "a|b", "100%",
        "=cmd|' /C calc'!A0", std::string(300, 'a'), "\xff\xfe", "${x}", "[x]", "a;b", "<x>", "a&b", "\x1b[31m",
        std::string("a\0b", 3)};
    for (const auto& f : formats())
        for (const auto& text : hostile) {
            INFO(f.name << ": " << text);
            for (auto spoil : {+[](policy&p, const std::string&t) { p.owner = t; },
                     +[](policy&p, const std::string&t) { p.reason = t; },
                     +[](policy&p, const std::string&t) { p.id = t; },
                     +[](policy&p, const std::string&t) { p.expires = t; },
                     +[](policy&p, const std::string&t) { p.in_interface = t; },
                     +[](policy&p, const std::string&t) { p.flows[0].id = t; },
                     +[](policy&p, const std::string&t) { p.flows[0].names = {t}; },
                     +[](policy&p, const std::string&t) { p.flows[0].why = t; },
                     +[](policy&p, const std::string&t) { p.flows[0].tags = {t}; },
                     +[](policy&p, const std::string&t) {
                         p.flows[0].evidence = {t == "a'b" ? "a\"b" : t}; // only documents hold it
                     }}) {
                auto p = policy_site::small();
                p.stance = f.default_deny ? stance::default_deny : stance::allow_only;
                p.hook = f.host ? hook::host : hook::gateway;
                spoil(p, text);
                CHECK_THROWS_AS(write_rules(f, p), std::invalid_argument);
            }
        }
}
