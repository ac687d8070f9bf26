// SPDX-License-Identifier: MIT
// What servers present: certificates that are wrong, many, large or hostile, and the wish for one of the client's.
#include <memory>

#include <catch2/catch.hpp>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include "tests/netprobe/shake.hpp"

using namespace netprobe;
using namespace shaking;
using fakes::peer;

TEST_CASE("handshake: certificates that are wrong are seen, not refused") {
    const auto& root = fakes::test_root().root();
    const auto stranger = fakes::issue({.common_name = "Inspecting box", .names = "", .authority = true});
    const auto between = fakes::issue({.common_name = "Intermediate", .names = "", .authority = true}, &root);
    struct row {
        const char* what;
        std::vector<fakes::identity> chain;
        long verify_code;
        bool name_matches, service_root, names_service_root;
    };
    const row rows[] = {
        {"expired", {fakes::issue({.from = -7200, .to = -3600}, &root)}, X509_V_ERR_CERT_HAS_EXPIRED, true, false,
            true},
        {"not yet valid", {fakes::issue({.from = 3600}, &root)}, X509_V_ERR_CERT_NOT_YET_VALID, true, false, true},
        {"wrong name", {fakes::issue({.common_name = "portal", .names = "DNS:portal.test"}, &root)}, X509_V_OK, false,
            true, true},
        {"no names, but the common name", {fakes::issue({.names = ""}, &root)}, X509_V_OK, true, true, true},
        {"wildcard for a whole top-level domain", {fakes::issue({.names = "DNS:*.test"}, &root)}, X509_V_OK, false,
            true, true},
        {"self-signed", {fakes::issue({})}, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, true, false, false},
        {"foreign issuer", {fakes::issue({}, &stranger)}, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, true, false,
            false},
        {"foreign issuer and its root", {fakes::issue({}, &stranger), stranger}, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            true, false, false},
        {"intermediate", {fakes::issue({}, &between), between}, X509_V_OK, true, true, true},
        {"missing intermediate", {fakes::issue({}, &between)}, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, true,
            false, false},
        // The claim to be issued by the service's root does not make it so.
        {"namesake of the service's root",
            {fakes::issue({}, std::make_unique<fakes::identity>(
                                  fakes::issue({.common_name = "Egress test root", .names = "", .authority = true}))
                                  .get())},
            X509_V_ERR_CERT_SIGNATURE_FAILURE, true, false, true},
    };
    for (const auto& one : rows) {
        INFO(one.what);
        fakes::presentation as;
        as.chain = one.chain;
        const auto seen = shake_with(
            as,
            [](peer& p) {
                p.handshake();
                p.wait();
            },
            milliseconds(2000));
        REQUIRE(seen.ok());
        CHECK(seen.verify_code == one.verify_code);
        CHECK(seen.verify_text.empty() == (one.verify_code == X509_V_OK));
        CHECK(seen.name_matches == one.name_matches);
        CHECK(seen.service_root == one.service_root);
        CHECK(seen.names_service_root == one.names_service_root);
        CHECK(seen.chain.size() == one.chain.size());
        CHECK(seen.root.empty() == (one.verify_code != X509_V_OK));
    }
}

TEST_CASE("handshake: a hundred certificates, and one of a megabyte") {
    auto as = good();
    for (int i = 0; i < 100; ++i) as.chain.push_back(fakes::test_root().root());
    const auto many = shake_with(
        as,
        [](peer& p) {
            p.handshake();
            p.wait();
        },
        milliseconds(2000));
    REQUIRE(many.ok());
    CHECK(many.chain.size() == 10);
    CHECK(many.chain_left_out == 91);
    CHECK(many.bytes_received < 200 * 1024);

    fakes::presentation large;
    large.chain = {fakes::issue({.padding = 1024 * 1024}, &fakes::test_root().root())};
    const auto one = shake_with(
        large, [](peer& p) { p.handshake(); }, milliseconds(900));
    CHECK(to_string(one.failed) == "too_much");
    CHECK(one.bytes_received < 200 * 1024);
    CHECK(one.elapsed_ms < 800);
}

TEST_CASE("handshake: a name that wants to rewrite the screen, and a long one") {
    fakes::presentation as;
    as.chain = {
        fakes::issue({.common_name = "a\x1b[2J\n\xe2\x80\xae", .names = "DNS:x\x1b[2J"}, &fakes::test_root().root())};
    const auto seen = shake_with(
        as,
        [](peer& p) {
            p.handshake();
            p.wait();
        },
        milliseconds(2000));
    REQUIRE(seen.ok());
    REQUIRE(seen.chain.size() == 1);
    CHECK(seen.chain[0].subject.find('\x1b') == std::string::npos);
    CHECK(seen.chain[0].subject.find('\n') == std::string::npos);
    CHECK(seen.chain[0].subject.find("\xe2\x80\xae") == std::string::npos);
    CHECK(seen.chain[0].names == std::vector<std::string>{"x?[2J"});
    CHECK_FALSE(seen.name_matches);
}

TEST_CASE("handshake: a client certificate is asked for") {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        auto as = good();
        as.ask_client_certificate = true;
        as.version = version;
        const auto seen = shake_with(
            as,
            [](peer& p) {
                p.handshake();
                p.wait();
            },
            milliseconds(2000));
        CHECK(seen.ok());
        CHECK(seen.client_certificate_asked);
    }
    auto strict = good(); // TLS 1.2 says so within the handshake, TLS 1.3 only after it (see probe_test)
    strict.require_client_certificate = true;
    strict.version = TLS1_2_VERSION;
    const auto refused = shake_with(
        strict, [](peer& p) { p.handshake(); }, milliseconds(2000));
    CHECK(refused.failed == failure::tls_alert);
    CHECK(refused.client_certificate_asked);
}
