// SPDX-License-Identifier: MIT
//
// The way to a proxy, and what it answers to a request for a tunnel: rows of facts/faults.md section D, each beside the
// neighbour it is mistaken for.
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/proxied_site.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {

using spoil = std::function<void(rules::report&)>;
using spoil_path = std::function<void(rules::path_result&)>;

spoil every(spoil_path how) {
    return [how](rules::report& r) { each_by_proxy(r, how); };
}

spoil of_hub(spoil_path how) {
    return [how](rules::report& r) {
        each_by_proxy(r, [&](auto& p) {
            if (p.seen.to.host == hub) how(p);
        });
    };
}

spoil both(spoil first, spoil then) {
    return [first, then](rules::report& r) {
        first(r);
        then(r);
    };
}

spoil site(const std::string& url) {
    return [url](rules::report& r) { r.site.proxy = url; };
}

spoil answers(int status, const headers& with = {}, const std::string& body = "") {
    return every([=](auto& p) { refuse(p, status, with, body); });
}

spoil asks_for(const std::vector<std::string>& offered, const std::string& sent) {
    return every([=](auto& p) {
        auto& t = refuse(p, 407, {{"x-squid-error", "ERR_CACHE_ACCESS_DENIED 0"}});
        t.offered = offered;
        t.credentials = sent;
    });
}

spoil ends(failure how, const std::string& first_bytes = "") {
    return every([=](auto& p) { fail_tunnel(p, how).first_bytes = first_bytes; });
}

spoil literal_of_hub(std::optional<int> status) {
    return [=](rules::report& r) {
        auto& p = control(r, "control_literal", hub_address, 443);
        if (status) refuse(p, *status);
    };
}

spoil speaks_tls(bool yes) {
    return [=](rules::report& r) {
        auto& p = control(r, "control_proxy_tls", proxy_name, 3128);
        if (!yes) fail_tls(p, failure::closed);
    };
}

rules::report diagnosed(const spoil& how) {
    auto r = behind_proxy();
    how(r);
    rules::diagnose(r);
    return r;
}

} // namespace

TEST_CASE("proxy: a site behind a proxy that lets it out is ready, its direct way a note") {
    auto r = diagnosed(no_fake);
    INFO(told(r));
    CHECK(r.verdict == verdict::ready);
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "tcp.drop");
    CHECK(r.findings[0].severity == severity::note);
    CHECK(r.findings[0].paths.size() == 11);
    r = with_proxy();
    no_fake(r);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(r.findings.empty());
    CHECK(r.verdict == verdict::ready);
}

TEST_CASE("proxy: each fault has its cause, whoever it is mistaken for") {
    const struct {
        const char* name;
        spoil how;
        const char* cause;
        bool proved;
    } table[] = {
        {"D02 refused", every([](auto& p) { proxy_connects(p, failure::refused, "ECONNREFUSED", 1); }),
            "proxy.unreachable", false}, // a firewall before it may have refused
        {"D02 dropped", every([](auto& p) { proxy_connects(p, failure::timed_out, "ETIMEDOUT", 5000, {}, 4); }),
            "proxy.unreachable", false},
        {"D03 TLS alert", ends(failure::protocol_mismatch, "15030100020228"), "proxy.scheme_mismatch", true},
        {"D03 closed, the port speaks TLS", both(ends(failure::closed), speaks_tls(true)), "proxy.scheme_mismatch",
            true},
        {"D03 400, the port speaks TLS", both(answers(400, {{"server", "nginx"}}), speaks_tls(true)),
            "proxy.scheme_mismatch", true},
        {"D23 closed, the port speaks no TLS", both(ends(failure::closed), speaks_tls(false)), "proxy.closed", false},
        {"D23 reset", ends(failure::reset), "proxy.closed", false},
        {"D04 HTTP to our TLS", both(site("https://proxy.corp.example:3128"), every([](auto& p) {
             proxy_tls(p, failure::not_tls).first_bytes = "485454502f312e31";
         })),
            "proxy.scheme_mismatch", true},
        {"C19 SSH to our TLS", both(site("https://proxy.corp.example:3128"), every([](auto& p) {
             proxy_tls(p, failure::not_tls).first_bytes = "5353482d322e30";
         })),
            "proxy.not_a_proxy", true},
        {"D05 another CA", every([](auto& p) {
             auto& t = proxy_tls(p);
             t.verify_code = 20;
             t.verify_text = "unable to get local issuer certificate";
         }),
            "proxy.tls_untrusted", true},
        {"D05 another name", every([](auto& p) { proxy_tls(p).name_matches = false; }), "proxy.tls_name_mismatch",
            true},
        {"D06 a web server", answers(405, {{"server", "nginx/1.22.1"}}), "proxy.not_a_proxy", true},
        {"D06 no CONNECT", answers(405, {{"allow", "GET, HEAD"}}), "proxy.connect_unsupported", false},
        {"D06 no CONNECT, by a proxy's own words", answers(501, {{"via", "1.1 old"}}), "proxy.connect_unsupported",
            true},
        {"D06 SSH", ends(failure::protocol_mismatch, "5353482d322e30"), "proxy.not_a_proxy", true},
        {"D06 endless headers", ends(failure::too_much, "485454502f312e31"), "proxy.not_a_proxy", false},
        {"D07 no credentials", asks_for({"Basic"}, ""), "proxy.auth_required", true},
        {"D08 wrong credentials", asks_for({"Basic", "NTLM"}, "Basic"), "proxy.auth_failed", true},
        {"D09 NTLM and Negotiate only", asks_for({"Negotiate", "NTLM"}, ""), "proxy.auth_unsupported_scheme", true},
        {"D09 Digest, answered", asks_for({"Digest"}, "Digest"), "proxy.auth_unsupported_scheme", true},
        {"D07 no scheme named", asks_for({}, ""), "proxy.auth_required", false},
        {"refuses everybody", answers(403), "proxy.access_denied", false},
        {"D15 squid, address granted",
            both(of_hub([](auto& p) {
                refuse(p, 500, {{"x-squid-error", "ERR_CANNOT_FORWARD 0"}});
            }),
                literal_of_hub(std::nullopt)),
            "proxy.upstream_dns", true},
        {"D15 squid, address fails, too",
            both(of_hub([](auto& p) {
                refuse(p, 500, {{"x-squid-error", "ERR_CANNOT_FORWARD 0"}});
            }),
                literal_of_hub(500)),
            "proxy.upstream_blocked", false}, // not the name; a balancer without proxies says the same
        {"D15 squid, address not asked for", answers(500, {{"x-squid-error", "ERR_CANNOT_FORWARD 0"}}),
            "proxy.upstream_dns", false},
        {"D15 Proxy-Status", answers(502, {{"proxy-status", "edge; error=dns_error; rcode=NXDOMAIN"}}),
            "proxy.upstream_dns", true},
        {"D15 tinyproxy, address granted",
            both(of_hub([](auto& p) {
                refuse(p, 500, {{"server", "tinyproxy/1.11.1"}});
            }),
                literal_of_hub(std::nullopt)),
            "proxy.upstream_dns", true},
        {"tinyproxy, address fails, too",
            both(of_hub([](auto& p) {
                refuse(p, 500, {{"server", "tinyproxy/1.11.1"}});
            }),
                literal_of_hub(500)),
            "proxy.upstream_blocked", false}, // not the name; a balancer without proxies says the same
        {"tinyproxy, address against its rules",
            both(of_hub([](auto& p) {
                refuse(p, 500, {{"server", "tinyproxy/1.11.1"}});
            }),
                literal_of_hub(403)),
            "proxy.upstream_blocked", false},
        {"D16 squid refused", answers(503, {{"x-squid-error", "ERR_CONNECT_FAIL 111"}}), "proxy.upstream_blocked",
            true},
        {"D17 squid timed out", answers(503, {{"x-squid-error", "ERR_CONNECT_FAIL 110"}}), "proxy.upstream_blocked",
            true},
        {"D17 504", answers(504, {{"proxy-status", "edge; error=connection_timeout"}}), "proxy.upstream_blocked", true},
        {"D18 squid prohibited", answers(503, {{"x-squid-error", "ERR_CONNECT_FAIL 113"}}), "proxy.upstream_blocked",
            true},
        {"D19 502", answers(502, {{"proxy-status", "edge; error=tls_protocol_error; details=\"x\""}}),
            "proxy.upstream_blocked", true},
        {"503 without a word", answers(503), "proxy.upstream_blocked", false},
        {"D20 a page", answers(200, {{"content-type", "text/html"}}, "<html>blocked"), "proxy.html_blockpage", false},
        {"D20 a page for the hub only", of_hub([](auto& p) {
             refuse(p, 200, {{"content-type", "text/html"}}, "<html>blocked");
         }),
            "proxy.html_blockpage", true},
        {"D21 302", answers(302, {{"location", "http://portal.example/login"}}), "proxy.redirect", true},
        {"D21 511", answers(511), "proxy.redirect", true},
        {"D22 429", answers(429, {{"retry-after", "30"}}), "proxy.rate_limit", true},
        {"D24 silence", ends(failure::timed_out), "proxy.stall", false},
        {"D24 a byte a second", ends(failure::timed_out, "485454"), "proxy.stall", true},
        {"D17 silence for the hub, others are answered", of_hub([](auto& p) { fail_tunnel(p, failure::timed_out); }),
            "proxy.upstream_blocked", false},
        {"D15 silence for the hub, its address is granted",
            both(of_hub([](auto& p) { fail_tunnel(p, failure::timed_out); }), literal_of_hub(std::nullopt)),
            "proxy.upstream_dns", false},
        {"D23 cut off for the hub only", of_hub([](auto& p) { fail_tunnel(p, failure::reset); }), "proxy.closed", true},
        {"D34 SOCKS reply 5", every([](auto& p) { socks(p, 5); }), "proxy.upstream_blocked", true},
        {"D34 SOCKS reply 4, address granted", both(of_hub([](auto& p) { socks(p, 4); }), literal_of_hub(std::nullopt)),
            "proxy.upstream_dns", true},
        {"D34 SOCKS reply 4, address not asked for", every([](auto& p) { socks(p, 4); }), "proxy.upstream_blocked",
            false},
        {"D34 SOCKS reply 2", every([](auto& p) { socks(p, 2); }), "proxy.access_denied", false},
        {"SOCKS reply 7", every([](auto& p) { socks(p, 7); }), "proxy.connect_unsupported", true},
        {"SOCKS wants a login",
            both(site("socks5://proxy.corp.example:1080"), every([](auto& p) { socks(p, {}).socks->method = 255; })),
            "proxy.auth_required", true},
        {"SOCKS wants another login than ours", every([](auto& p) { socks(p, {}).socks->method = 255; }),
            "proxy.auth_unsupported_scheme", true},
        {"SOCKS rejects the password", every([](auto& p) {
             auto& t = socks(p, {});
             t.credentials = "password";
             t.socks->method = 2;
             t.socks->login = 1;
         }),
            "proxy.auth_failed", true},
        {"SOCKS to an HTTP proxy",
            both(site("socks5h://proxy.corp.example:3128"), ends(failure::protocol_mismatch, "485454502f312e31")),
            "proxy.scheme_mismatch", true},
    };
    for (const auto& row : table) {
        const auto r = diagnosed(row.how);
        INFO(row.name << "\n" << told(r));
        REQUIRE(find(r, row.cause));
        const auto& f = *find(r, row.cause);
        CHECK(count(r, row.cause) == 1);
        CHECK(&f == &r.findings.front());
        CHECK(f.severity == severity::error);
        CHECK(f.proved == row.proved);
        CHECK(nothing_but(r, {row.cause, "tcp.drop"})); // of the direct way
        CHECK(r.verdict == verdict::blocked);
        CHECK_FALSE(f.evidence.empty());
        CHECK(f.advice.find('{') == std::string::npos);
        for (const auto& p : r.paths) {
            if (p.seen.to.via != "proxy" || p.seen.to.host != hub) continue;
            INFO(p.seen.to.id);
            CHECK(p.cause == row.cause);
        }
    }
}

TEST_CASE("proxy: one address decides for all names where none passes, and for its own where others do") {
    const auto fail_alike = [](auto& p) { refuse(p, 500, {{"server", "tinyproxy/1.11.1"}}); };
    const auto everybody = diagnosed(both(every(fail_alike), literal_of_hub(std::nullopt)));
    INFO(told(everybody));
    REQUIRE(find(everybody, "proxy.upstream_dns"));
    CHECK(find(everybody, "proxy.upstream_dns")->paths.size() == 11);
    CHECK(find(everybody, "proxy.upstream_dns")->proved);

    const auto two = diagnosed(both(every([&](auto& p) {
        if (p.seen.to.host == hub || p.seen.to.host == "contoso.azurecr.io") fail_alike(p);
    }),
        literal_of_hub(std::nullopt)));
    INFO(told(two));
    REQUIRE(find(two, "proxy.upstream_dns"));
    CHECK(find(two, "proxy.upstream_dns")->proved);
    REQUIRE(find(two, "proxy.upstream_blocked")); // its own address was not asked for
    CHECK_FALSE(find(two, "proxy.upstream_blocked")->proved);
    CHECK(find(two, "proxy.upstream_blocked")->paths == std::vector<std::string>{"acr/registry/proxy"});
}

TEST_CASE("proxy: a name that does not exist is not the proxy's fault") {
    auto r = with_proxy();
    unresolved(r, "contoso.azurecr.io", failure::name_not_found);
    change_answers(r, "contoso.azurecr.io", [](auto& a) { answered(a, 3, "azurecr.io"); });
    auto& p = at(r, "acr/registry/proxy");
    p.seen.proxy = granted("contoso.azurecr.io", 443);
    refuse(p, 503, {{"x-squid-error", "ERR_DNS_FAIL 0"}});
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(count(r, "dns.nxdomain") == 1);
    CHECK(find(r, "dns.nxdomain")->severity == severity::error);
    CHECK(find(r, "dns.nxdomain")->paths == std::vector<std::string>{"acr/registry/direct", "acr/registry/proxy"});
    CHECK_FALSE(find(r, "proxy.upstream_dns"));
}

TEST_CASE("proxy: the evidence has what its admin needs, and the proxy is named where the site does not") {
    auto r = diagnosed(both(site(""), answers(503, {{"x-squid-error", "ERR_CONNECT_FAIL 113"}, {"via", "1.1 edge"}})));
    INFO(told(r));
    const auto& f = *find(r, "proxy.upstream_blocked");
    CHECK(f.where == "firewall");
    CHECK(f.box == ""); // nobody before the proxy sees it
    CHECK(f.advice.find(proxy_place) != std::string::npos);
    CHECK(f.evidence.at(0).find("EHOSTUNREACH") != std::string::npos);
    CHECK(f.evidence.at(0).find("via: 1.1 edge") != std::string::npos);
    CHECK(f.evidence.at(0).find("443") + f.evidence.at(0).find("5671") != std::string::npos);
    r = diagnosed(answers(429, {{"retry-after", "30"}}));
    CHECK(find(r, "proxy.rate_limit")->evidence.at(0).find("retry-after: 30") != std::string::npos);
    r = diagnosed(asks_for({"Negotiate", "NTLM"}, "NTLM"));
    CHECK(find(r, "proxy.auth_unsupported_scheme")->evidence.at(1).find("Negotiate, NTLM") != std::string::npos);
}

TEST_CASE("proxy: its resolver leads a name to another address, whatever its own errno says (D15, D17)") {
    const struct {
        const char* name;
        std::optional<int> literal; ///< 0: granted
        const char* cause;
    } table[] = {{"not asked for", {}, "proxy.upstream_blocked"}, {"the address is granted", 0, "proxy.upstream_dns"},
        {"the address fails, too", 503, "proxy.upstream_blocked"},
        {"addresses are denied", 403, "proxy.upstream_blocked"}};
    for (const auto& row : table) {
        auto r = behind_proxy();
        no_fake(r);
        each_by_proxy(r, [](auto& p) {
            if (p.seen.to.host == hub) refuse(p, 503, {{"x-squid-error", "ERR_CONNECT_FAIL 110"}});
        });
        if (row.literal) literal_of_hub (*row.literal == 0 ? std::nullopt : row.literal)(r);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK(at(r, "iot_hub/https/proxy").cause == row.cause);
        REQUIRE(find(r, row.cause));
        CHECK(find(r, row.cause)->proved);
    }
}

TEST_CASE("proxy: one name that it still looks for is the case of the others that it did not find") {
    auto r = behind_proxy();
    no_fake(r);
    each_by_proxy(r, [](auto& p) { refuse(p, 503, {{"x-squid-error", "ERR_DNS_FAIL 110"}}); });
    fail_tunnel(at(r, "iot_hub/https/proxy"), failure::timed_out); // the first of its host
    rules::diagnose(r);
    INFO(told(r));
    CHECK(count(r, "proxy.upstream_dns") == 1);
    CHECK(at(r, "iot_hub/https/proxy").cause == "proxy.upstream_dns");
    CHECK(nothing_but(r, {"proxy.upstream_dns", "tcp.drop"}));
}

TEST_CASE("proxy: 401 for our credentials is a rejected login, unless a web server says it (D08)") {
    const struct {
        const char* name;
        const char* server;
        const char* sent;
        const char* cause;
    } table[] = {{"tinyproxy", "tinyproxy/1.11.1", "Basic", "proxy.auth_failed"},
        {"a web server", "nginx/1.22.1", "Basic", "proxy.not_a_proxy"},
        {"nothing was sent", "strange/1", "", "proxy.not_a_proxy"},
        {"nothing was sent, to a proxy: its own login at the next one", "via", "", "proxy.auth_required"}};
    for (const auto& row : table) {
        auto r = behind_proxy();
        each_by_proxy(r, [&](auto& p) {
            const bool passed_on = std::string_view(row.server) == "via";
            refuse(p, 401,
                {{passed_on ? "via" : "server", passed_on ? "1.1 parent" : row.server},
                    {"www-authenticate", "Basic realm=x"}})
                .credentials = row.sent;
        });
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK(at(r, "iot_hub/https/proxy").cause == row.cause);
    }
}

TEST_CASE("proxy: what it refuses our crowd and grants alone works, and is a note") {
    for (const bool alone_works : {true, false}) {
        auto r = behind_proxy();
        no_fake(r);
        std::vector<rules::path_result> again;
        each_by_proxy(r, [&](auto& p) {
            auto second = p;
            second.planned.to.service = second.seen.to.service = "control_alone";
            second.planned.to.id = second.seen.to.id = "control_alone/" + p.planned.to.id;
            if (!alone_works) refuse(second, 403);
            again.push_back(second);
            refuse(p, 403);
        });
        r.controls.insert(r.controls.end(), again.begin(), again.end());
        rules::diagnose(r);
        INFO(told(r));
        CHECK(at(r, "iot_hub/https/proxy").works == alone_works);
        CHECK((find(r, "proxy.rate_limit") != nullptr) == alone_works);
        CHECK((r.verdict == rules::verdict::ready) == alone_works);
        if (alone_works) CHECK(nothing_but(r, {}));
    }
}

TEST_CASE("proxy: a request that was never acknowledged did not come to the proxy, whatever it says to others") {
    auto r = behind_proxy();
    no_fake(r);
    fail_tunnel(at(r, "iot_hub/https/proxy"), failure::timed_out).kernel.tcp =
        netprobe::tcp_state{.state = "ESTABLISHED", .total_retrans = 5, .unacked = 1};
    literal_of_hub({})(r);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(at(r, "iot_hub/https/proxy").cause == "proxy.stall");
    CHECK_FALSE(find(r, "proxy.stall")->proved);
}
