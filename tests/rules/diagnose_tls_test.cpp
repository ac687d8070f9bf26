// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "tests/rules/site_builder.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {

constexpr auto acr = "acr/registry/direct";
constexpr auto https = "iot_hub/https/direct";
constexpr auto dps = "dps/https/direct";
constexpr auto corp = "CN=Corp Proxy SSL CA,O=Corp";

netprobe::tcp_state tcp(
    std::uint64_t acked, std::uint32_t unacked, std::uint32_t retrans, std::uint32_t backoff, std::uint32_t segs) {
    netprobe::tcp_state t;
    t.state = "ESTABLISHED";
    t.bytes_acked = acked;
    t.unacked = unacked;
    t.total_retrans = retrans;
    t.backoff = backoff;
    t.data_segs_in = segs;
    return t;
}

} // namespace

TEST_CASE("tls: a certificate that only this server has wrong") {
    const struct {
        const char* name;
        const char* id;
        long verify;
        bool name_matches;
        const char* expected;
        bool proved;
    } table[] = {
        {"expired", acr, 10, true, "tls.expired", true},
        {"not yet valid", acr, 9, true, "tls.not_yet_valid", true},
        {"another name", acr, 0, false, "tls.name_mismatch", true},
        {"another name, by OpenSSL", acr, 62, false, "tls.name_mismatch", true},
        {"self-signed", acr, 18, true, "tls.self_signed", true},
        {"unknown CA", acr, 19, true, "tls.untrusted", true},
        {"leaf only", acr, 20, true, "tls.incomplete_chain", false},
        {"a hub's CA is known: somebody else's is inspection", https, 19, true, "tls.intercepted_untrusted", false},
    };
    for (const auto& row : table) {
        auto r = healthy();
        present(at(r, row.id), corp, row.verify, row.name_matches);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK(r.findings[0].proved == row.proved);
        CHECK(r.findings[0].severity == severity::error);
        CHECK_FALSE(at(r, row.id).works);
        CHECK(at(r, row.id).cause == row.expected);
        CHECK(r.findings[0].evidence.at(0).find("Corp Proxy SSL CA") != std::string::npos);
    }
}

TEST_CASE("tls: one foreign issuer at several hosts is inspection, proved") {
    auto r = healthy();
    for (const auto* id : {https, dps, acr}) present(at(r, id), corp, 19);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "tls.intercepted_untrusted");
    CHECK(r.findings[0].proved);
    CHECK(r.findings[0].box == "Corp Proxy SSL CA");
    CHECK(r.findings[0].paths == std::vector<std::string>{https, dps, acr});
    CHECK(r.findings[0].control == "the same issuer at 3 hosts");
    CHECK(r.findings[0].where == "firewall");
}

TEST_CASE("tls: the site's own CA at its own hosts is no inspection") {
    auto r = healthy();
    add(r, path("registry", "reg1.corp.example", 443, "https", rules::need::required, "10.1.1.1", false));
    add(r, path("endpoint", "reg2.corp.example", 443, "https", rules::need::required, "10.1.1.2", false));
    present(at(r, "registry/https/direct"), corp, 19);
    present(at(r, "endpoint/https/direct"), corp, 19);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(find(r, "tls.intercepted_untrusted") == nullptr);
    CHECK(count(r, "tls.untrusted") == 2);
}

TEST_CASE("tls: inspection that this device trusts degrades, and breaks only what fails behind it") {
    auto r = healthy();
    present(at(r, https), corp, 0);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "tls.intercepted_trusted");
    CHECK_FALSE(r.findings[0].proved);
    CHECK(r.findings[0].severity == severity::warning);
    CHECK(at(r, https).works);
    CHECK(at(r, https).degraded);
    CHECK(r.verdict == verdict::degraded);

    for (const auto* id : {dps, acr, "iot_hub/mqtt/direct"}) present(at(r, id), corp, 0);
    fail_hello(at(r, "iot_hub/mqtt/direct"), failure::timed_out);
    rules::diagnose(r);
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].proved);
    CHECK(r.findings[0].paths.size() == 4);
    CHECK(at(r, "iot_hub/mqtt/direct").cause == "tls.intercepted_trusted");
    CHECK(r.findings[0].severity == severity::warning);
}

TEST_CASE("tls: a box that inspects services of any root alone is noted where there are several of Microsoft's") {
    const struct {
        const char* name;
        std::vector<const char*> inspected;
        const char* root;
        bool noted;
    } table[] = {
        {"the registry and its layers", {"mcr/registry/direct", "mcr_data/https/direct"}, corp, true},
        {"one of them", {"mcr/registry/direct"}, corp, false},
        {"others' than Microsoft's", {"docker/https/direct", "auth/https/direct"}, "CN=Amazon Root CA 1,O=Amazon",
            false},
        {"under a public CA", {"mcr/registry/direct", "mcr_data/https/direct"}, "CN=DigiCert Global Root G2", false},
    };
    for (const auto& row : table) {
        auto r = healthy();
        using rules::need;
        add(r, path("docker", "registry-1.docker.io", 443, "https", need::optional, "203.0.113.71", false));
        add(r, path("auth", "auth.docker.io", 443, "https", need::optional, "203.0.113.72", false));
        for (const auto* id : row.inspected) present(at(r, id), row.root, 0);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        const auto* f = find(r, "tls.intercepted_trusted");
        REQUIRE((f != nullptr) == row.noted);
        CHECK(r.verdict == verdict::ready);
        if (!f) continue;
        CHECK(f->severity == severity::note);
        CHECK_FALSE(f->proved);
    }
}

TEST_CASE("tls: a box's own refusal behind its certificate is told as that") {
    auto r = healthy();
    for (auto& p : r.paths)
        if (p.seen.to.port == 443) present(p, corp, 0);
    answer_http(at(r, https), 403, {{"content-type", "text/html"}});
    rules::diagnose(r);
    INFO(told(r));
    CHECK(at(r, https).cause == "http.denied");
    REQUIRE(find(r, "tls.intercepted_trusted"));
    CHECK(find(r, "tls.intercepted_trusted")->severity == severity::warning);
}

TEST_CASE("tls: a public CA that is not in our list of roots is not accused") {
    auto r = healthy();
    present(at(r, https), "CN=DigiCert TLS RSA4096 Root G5,O=DigiCert\\, Inc.,C=US", 0);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(r.findings.empty());
}

TEST_CASE("tls: genuine chains that this device cannot verify are its own trust store's fault") {
    auto r = healthy();
    for (const auto* id : {https, dps}) {
        auto& t = *at(r, id).seen.tls;
        t.verify_code = 20;
        t.service_root = true;
    }
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "host.trust_store");
    CHECK(r.findings[0].proved);
    CHECK(r.findings[0].where == "device");

    for (const auto* id : {https, dps}) at(r, id).seen.tls->service_root = false;
    rules::diagnose(r);
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "host.trust_store");
    CHECK_FALSE(r.findings[0].proved);
}

TEST_CASE("tls: one certificate for everybody") {
    auto r = healthy();
    for (const auto* id : {dps, acr}) {
        present(at(r, id), "CN=portal.example", 18, false);
        at(r, id).seen.tls->chain.front().sha256 = "portal";
    }
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "net.captive_portal");
    CHECK(r.findings[0].paths.size() == 2);

    for (const auto* id : {dps, acr}) at(r, id).seen.connects = {connected("10.9.9.9", 443)};
    rules::diagnose(r);
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "dns.sinkhole");
    CHECK(r.findings[0].box.empty()); // two resolvers give the address, and neither is the one to blame
}

TEST_CASE("tls: one certificate for everybody, and the services answer behind it: an inspector that forges no names") {
    for (const long code : {0L, 20L})
        for (const bool services : {true, false}) {
            auto r = healthy();
            for (const auto* id : {https, dps}) {
                present(at(r, id), corp, code, false);
                at(r, id).seen.tls->chain.front().sha256 = "static";
                at(r, id).seen.failed = failure::none;
                at(r, id).works = false;
                const std::pair<std::string, std::string> mark{"iothub-errorcode", "IotHubUnauthorizedAccess"};
                at(r, id).seen.hellos.back().http.emplace().status = services ? 401 : 200;
                at(r, id).seen.hellos.back().http->headers = {
                    services ? mark : std::pair<std::string, std::string>{"content-type", "text/html"}};
            }
            rules::diagnose(r);
            INFO(code << services << "\n" << told(r));
            REQUIRE(r.findings.size() == 1);
            CHECK(r.findings[0].cause == (!services      ? "net.captive_portal"
                                             : code == 0 ? "tls.intercepted_trusted"
                                                         : "tls.intercepted_untrusted"));
            if (services) CHECK(r.findings[0].box == "Corp Proxy SSL CA");
            CHECK(r.findings[0].severity == severity::error);
        }
}

TEST_CASE("tls: a stalled handshake reads by what the kernel knew") {
    const struct {
        const char* name;
        std::optional<netprobe::tcp_state> tcp;
        const char* expected;
    } table[] = {
        {"never acknowledged", tcp(1, 1, 5, 4, 0), "tls.sni_drop"},
        {"zero window", tcp(1, 0, 0, 4, 0), "tcp.synproxy_silent"},
        {"acknowledged, silence", tcp(518, 0, 0, 0, 0), "tls.handshake_stall"},
        {"acknowledged, a hole", tcp(518, 0, 0, 0, 1), "net.mtu_blackhole"},
        {"no evidence", std::nullopt, "tls.handshake_stall"},
    };
    for (const auto& row : table) {
        auto r = healthy();
        fail_tls(at(r, acr), failure::timed_out).kernel.tcp = row.tcp;
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK_FALSE(r.findings[0].proved);
        CHECK(r.findings[0].severity == severity::error);
    }
}

TEST_CASE("tls: a SYN answered far too soon, then nothing, is a box that answers for others") {
    auto r = healthy();
    auto& p = at(r, "iot_hub/mqtt/direct");
    p.seen.connects = {connected(hub_address, 8883, 0.4)};
    fail_tls(p, failure::timed_out).kernel.tcp = tcp(518, 0, 0, 0, 0);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "tcp.synproxy_silent");
}

TEST_CASE("tls: large packets lost to several hosts are one finding") {
    auto r = healthy();
    for (const auto* id : {acr, dps, "mcr/registry/direct"})
        fail_tls(at(r, id), failure::timed_out).kernel.tcp = tcp(518, 0, 0, 0, 2);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "net.mtu_blackhole");
    CHECK(r.findings[0].paths.size() == 3);
}

TEST_CASE("tls: how a handshake that is cut off reads") {
    const struct {
        const char* name;
        failure failed;
        std::uint64_t acked, received;
        std::optional<int> alert;
        const char* first_bytes;
        const char* expected;
        bool proved;
    } table[] = {
        {"reset on the hello", failure::reset, 1, 0, {}, "", "tls.sni_reset", false},
        {"reset, hello acknowledged", failure::reset, 518, 0, {}, "", "tcp.closed_after_connect", false},
        {"reset in the answer", failure::reset, 518, 1200, {}, "16030300", "tls.injected_reset", false},
        {"closed", failure::closed, 518, 0, {}, "", "tcp.closed_after_connect", false},
        {"alert protocol_version", failure::tls_alert, 518, 7, 70, "15030300020246", "tls.version", false},
        {"alert handshake_failure", failure::tls_alert, 518, 7, 40, "15030300020228", "tls.cipher", false},
        {"handshake_failure after a ServerHello", failure::tls_alert, 518, 3000, 40, "160303004102", "tls.alert", true},
        {"handshake_failure after another handshake message", failure::tls_alert, 518, 3000, 40, "160303000a0e",
            "tls.cipher", false},
        {"alert insufficient_security", failure::tls_alert, 518, 7, 71, "15030300020247", "tls.cipher", true},
        {"alert unrecognized_name", failure::tls_alert, 518, 7, 112, "15030300020270", "tls.alert", true},
        {"HTTP", failure::not_tls, 518, 200, {}, "485454502f312e31", "tls.not_tls", true},
        {"SSH", failure::not_tls, 518, 20, {}, "5353482d322e30", "tls.not_tls", true},
        {"a flood", failure::too_much, 518, 1 << 20, {}, "16030300", "tls.not_tls", false},
        {"our side", failure::tls_error, 518, 90, {}, "16030300", "tls.version", false},
    };
    for (const auto& row : table) {
        auto r = healthy();
        auto& t = fail_tls(at(r, acr), row.failed, "code");
        t.kernel.tcp = tcp(row.acked, 0, 0, 0, row.received > 0 ? 1 : 0);
        t.bytes_received = row.received;
        t.alert = row.alert;
        t.first_bytes = row.first_bytes;
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK(r.findings[0].proved == row.proved);
        CHECK(r.findings[0].evidence.at(0).starts_with("contoso.azurecr.io:443: "));
    }
}

TEST_CASE("tls: handshakes that all end after the same number of bytes are counted by somebody") {
    const struct {
        const char* name;
        failure how;
        std::uint64_t received, elsewhere; ///< and at the other hosts' handshakes
        const char* expected;
    } table[] = {
        {"silence", failure::timed_out, 2000, 2000, "net.cut_after_data"},
        {"reset", failure::reset, 2000, 2000, "net.cut_after_data"},
        {"silence, elsewhere later", failure::timed_out, 2000, 2896, "tls.handshake_stall"},
        {"reset, elsewhere later: a race", failure::reset, 2000, 2896, "tls.injected_reset"},
        {"reset of the first word", failure::reset, 47, 47, "tls.injected_reset"},
        {"silence after the first word", failure::timed_out, 47, 47, "tls.handshake_stall"},
    };
    for (const auto& row : table)
        for (const bool another_passes : {false, true}) {
            auto r = healthy();
            for (const auto* id : {acr, dps, "mcr/registry/direct", "blob/blob/direct"}) {
                auto& t = fail_tls(at(r, id), row.how);
                t.bytes_received = std::string_view(id) == acr ? row.received : row.elsewhere;
                t.kernel.tcp = tcp(518, 0, 0, 0, 2);
            }
            if (!another_passes)
                for (auto& p : r.paths)
                    if (p.seen.tls && p.seen.to.port == 443 && p.seen.tls->ok()) {
                        auto& t = fail_tls(p, row.how);
                        t.bytes_received = row.elsewhere;
                        t.kernel.tcp = tcp(518, 0, 0, 0, 2);
                    }
            rules::diagnose(r);
            INFO(row.name << another_passes << "\n" << told(r));
            CHECK((at(r, acr).cause == "net.cut_after_data") ==
                  (!another_passes && std::string_view(row.expected) == "net.cut_after_data"));
            if (!another_passes) CHECK(at(r, acr).cause == row.expected);
            CHECK((!find(r, "net.cut_after_data") || !find(r, "net.cut_after_data")->proved));
        }
    auto r = healthy(); // two that end alike among others are chance
    std::uint64_t received = 900;
    for (auto& p : r.paths)
        if (p.seen.tls && p.seen.to.port == 443) {
            auto& t = fail_tls(p, failure::reset);
            t.bytes_received = p.seen.to.host == hub ? 900 : ++received;
            t.kernel.tcp = tcp(518, 0, 0, 0, 2);
        }
    rules::diagnose(r);
    INFO(told(r));
    CHECK_FALSE(find(r, "net.cut_after_data"));
}

TEST_CASE("tls: another name that passes at the same address points at the name") {
    auto r = healthy();
    auto& p = at(r, "mcr_data/https/direct");
    p.seen.connects = {connected("203.0.113.30", 443)}; // where mcr.microsoft.com answers
    fail_tls(p, failure::reset).kernel.tcp = tcp(518, 0, 0, 0, 0);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(p.cause == "tls.sni_reset");
    CHECK_FALSE(r.findings[0].proved);
}

TEST_CASE("tls: a reset while another connection to the same name passes is a race") {
    auto r = healthy();
    fail_tls(at(r, https), failure::reset).kernel.tcp = tcp(518, 0, 0, 0, 0);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(at(r, https).cause == "tls.injected_reset");
}

TEST_CASE("tls: an ICMP rejection of the hello names the box") {
    auto r = healthy();
    auto& t = fail_tls(at(r, acr), failure::host_unreachable);
    t.kernel.icmp = {{4, 3, 13, "10.0.0.1"}};
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "tls.sni_reset");
    CHECK(r.findings[0].box == "10.0.0.1");
}

TEST_CASE("tls: a genuine leaf without its intermediate is not an inspector's, at however many hosts (C09)") {
    for (const auto* issuer : {"CN=Microsoft Azure RSA TLS Issuing CA 03,O=Microsoft Corporation,C=US",
             "CN=Microsoft TLS G2 RSA CA OCSP 02,O=Microsoft Corporation,C=US"})
        for (const bool two : {false, true}) {
            auto r = healthy();
            present(at(r, https), issuer, 20);
            if (two) present(at(r, dps), issuer, 20);
            rules::diagnose(r);
            INFO(issuer << "\n" << told(r));
            CHECK(count(r, "tls.incomplete_chain") == (two ? 2u : 1u));
            CHECK(r.findings.size() == (two ? 2u : 1u));
            CHECK_FALSE(r.findings.at(0).proved);
        }
}

TEST_CASE("tls: one host of the cloud under a CA that shows its own root is inspection; the site's own host is not") {
    for (const bool shows_root : {true, false}) {
        auto r = healthy();
        present(at(r, acr), corp, 19);
        if (shows_root) at(r, acr).seen.tls->chain.push_back({corp, corp, "root", "", "", {}});
        rules::diagnose(r);
        INFO(told(r));
        CHECK(at(r, acr).cause == (shows_root ? "tls.intercepted_untrusted" : "tls.untrusted"));
        if (shows_root) CHECK_FALSE(find(r, "tls.intercepted_untrusted")->proved);
    }
}
