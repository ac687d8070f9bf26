// SPDX-License-Identifier: MIT
//
// The device's own lookup leads programs to the wrong address, while another resolver's is right.
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/direct_site.hpp"

using namespace site_builder;
using rules::severity;

namespace {

constexpr auto acr_host = "contoso.azurecr.io";
constexpr auto acr = "acr/registry/direct";
constexpr auto wrong = "203.0.113.99", right = "203.0.113.40";

/// The first resolver says `wrong`, and so does the device's lookup; the second one is right.
rules::report misled() {
    auto r = healthy();
    auto& name = name_of(r, acr_host);
    name.answers[0].records = {{acr_host, "A", 60, wrong}};
    name.system->addresses = {wrong};
    name.addresses = {wrong, right};
    return r;
}

/// We tried both, and got through at the right one; `how` the wrong one failed.
rules::report tried_both(failure how) {
    auto r = misled();
    auto& p = at(r, acr);
    p.seen.connects.insert(p.seen.connects.begin(), connected(wrong, 443));
    p.seen.connects[0].failed = how;
    p.seen.connects[0].kernel.tcp->total_retrans = 4;
    p.seen.used = 1;
    return r;
}

/// Something answers at the wrong one, with another's certificate.
rules::report other_certificate() {
    auto r = misled();
    auto& p = at(r, acr);
    p.seen.connects[0].address = wrong;
    present(p, root_name, 0, false);
    return r;
}

netprobe::path_observation& at_other_address(rules::report& r) {
    auto well = healthy();
    auto p = at(well, acr);
    p.planned.to.id = p.seen.to.id = std::string("control_other_address/") + acr;
    p.planned.to.service = p.seen.to.service = "control_other_address";
    p.seen.to.as.address = right;
    r.controls.push_back(p);
    return r.controls.back().seen;
}

} // namespace

TEST_CASE("wrong address: programs fail where we got through by another resolver's answer") {
    for (const auto how : {failure::timed_out, failure::refused, failure::host_unreachable}) {
        auto r = tried_both(how);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1); // that the old address is dead is no fault of its own
        REQUIRE(find(r, "dns.stale"));
        const auto& f = *find(r, "dns.stale");
        CHECK(f.severity == severity::error);
        CHECK(f.proved);
        CHECK(f.box == "10.0.0.1");
        CHECK(f.paths == std::vector<std::string>{acr});
        CHECK(f.evidence.size() == 3);
        CHECK(f.evidence.back() == "this device's lookup of contoso.azurecr.io gives 203.0.113.99, where it fails; at "
                                   "203.0.113.40 the service answers");
        CHECK(f.control == "the address that another answer gives works in the same run");
        CHECK_FALSE(at(r, acr).works);
        CHECK(at(r, acr).cause == "dns.stale");
        CHECK(r.verdict == rules::verdict::blocked);
    }
}

TEST_CASE("wrong address: one of a search domain, which the device asks first (ndots), is that domain's") {
    auto r = tried_both(failure::timed_out);
    auto& name = name_of(r, acr_host);
    name.answers[0].records = {{acr_host, "A", 60, right}}; // the name itself is right everywhere
    name.system->canonical = std::string(acr_host) + ".corp.example";
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "dns.search_suffix");
    CHECK(r.findings[0].severity == severity::error);
    CHECK(r.findings[0].proved);
    CHECK(at(r, acr).cause == "dns.search_suffix");
}

TEST_CASE("wrong address: what is not") {
    const struct {
        const char* name;
        std::function<void(rules::report&)> how;
        const char* instead; ///< a cause that is found, or "" for none in particular
    } table[] = {
        {"the lookup gives the right one as well",
            [](auto& r) { name_of(r, acr_host).system->addresses.push_back(right); }, "tcp.one_of_two_dead"},
        {"the wrong one took the connection too", [](auto& r) { at(r, acr).seen.connects[0].failed = failure::none; },
            ""},
        {"the wrong one was not tried to its end",
            [](auto& r) { at(r, acr).seen.connects[0].failed = failure::not_tried; }, ""},
        {"Ctrl-C", [](auto& r) { at(r, acr).seen.connects[0].failed = failure::interrupted; }, ""},
        {"the hosts file gave it", [](auto& r) { name_of(r, acr_host).system->hosts_file = {wrong}; },
            "host.hosts_override"},
        {"the device's own lookup was not asked", [](auto& r) { name_of(r, acr_host).system.reset(); },
            "tcp.one_of_two_dead"},
    };
    for (const auto& row : table) {
        auto r = tried_both(failure::timed_out);
        row.how(r);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK_FALSE(find(r, "dns.stale"));
        if (*row.instead) CHECK(find(r, row.instead));
    }
}

TEST_CASE("wrong address: two answers to one question are not an old one") {
    auto r = tried_both(failure::timed_out);
    name_of(r, acr_host).answers[0].second_records = {{acr_host, "A", 60, right}};
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "dns.hijack"));
    CHECK(find(r, "dns.hijack")->proved);
    CHECK(find(r, "dns.hijack")->severity == severity::error);
    CHECK(find(r, "dns.hijack")->box.empty()); // whoever forges is not the resolver
    CHECK_FALSE(find(r, "dns.stale"));
    CHECK(at(r, acr).cause == "dns.hijack");
}

TEST_CASE("wrong address: another's certificate, and the whole path works at another resolver's address") {
    const struct {
        const char* name;
        bool asked;
        std::function<void(netprobe::path_observation&)> how;
        bool stale;
    } table[] = {
        {"not asked", false, [](auto&) {}, false},
        {"it works there", true, [](auto&) {}, true},
        {"it fails there as well", true, [](auto& c) { c.failed = failure::timed_out; }, false},
        {"the same certificate there", true, [](auto& c) { c.tls->name_matches = false; }, false},
        {"nobody known issued the one there", true, [](auto& c) { c.tls->verify_code = 20; }, false},
        {"that was of another path", true, [](auto& c) { c.to.id = "control_other_address/mcr/registry/direct"; },
            false},
    };
    for (const auto& row : table) {
        auto r = other_certificate();
        if (row.asked) row.how(at_other_address(r));
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK((find(r, "dns.stale") != nullptr) == row.stale);
        CHECK((find(r, "tls.name_mismatch") != nullptr) == !row.stale);
        CHECK_FALSE(at(r, acr).works);
        if (row.stale) CHECK(find(r, "dns.stale")->proved);
    }
}
