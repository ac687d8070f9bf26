// SPDX-License-Identifier: MIT
#include "netprobe/errc.hpp"

#include <cerrno>

#include <asio/error.hpp>
#include <asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <openssl/ssl.h>

#include "netprobe/tls_stream.hpp"

using namespace netprobe;

TEST_CASE("errc: codes of every layer have one meaning and a word") {
    struct row {
        std::error_code ec;
        failure means;
        std::string word;
    };
    OPENSSL_init_ssl(OPENSSL_INIT_LOAD_SSL_STRINGS, nullptr); // as any SSL_CTX does
    const row rows[] = {
        {{}, failure::none, ""},
        {asio::error::eof, failure::closed, "EOF"},
        {asio::error::connection_refused, failure::refused, "ECONNREFUSED"},
        {asio::error::operation_aborted, failure::interrupted, "ECANCELED"},
        {{ECONNRESET, std::system_category()}, failure::reset, "ECONNRESET"},
        {{EPIPE, std::generic_category()}, failure::reset, "EPIPE"},
        {std::make_error_code(std::errc::protocol_error), failure::protocol_mismatch, "EPROTO"},
        {{ENETUNREACH, std::system_category()}, failure::net_unreachable, "ENETUNREACH"},
        {{EHOSTUNREACH, std::system_category()}, failure::host_unreachable, "EHOSTUNREACH"},
        {{EINVAL, std::system_category()}, failure::unknown, "EINVAL"},
        {{EACCES, std::system_category()}, failure::not_permitted, "EACCES"},
        {{EADDRNOTAVAIL, std::system_category()}, failure::no_local_port, "EADDRNOTAVAIL"},
        {{EMFILE, std::system_category()}, failure::no_descriptor, "EMFILE"},
        {{EXDEV, std::system_category()}, failure::unknown, "EXDEV"},
        // Alerts may come after the handshake too: TLS 1.3 refuses a missing client certificate that late.
        {{SSL_AD_REASON_OFFSET + 116, tls_category()}, failure::tls_alert, "alert 116"},
        {{SSL_R_WRONG_VERSION_NUMBER, tls_category()}, failure::tls_error, "wrong version number"},
    };
    for (const auto& [ec, means, word] : rows) {
        INFO(word);
        CHECK(classify(ec) == means);
        CHECK(code_word(ec) == word);
    }
}

TEST_CASE("errc: a step ends with its error, unless its time was up") {
    asio::io_context io;
    time_budget budget(io.get_executor(), milliseconds(1000), milliseconds(1000));
    const std::error_code reset(ECONNRESET, std::system_category());
    {
        const watchdog guard(budget, [] {});
        outcome seen;
        conclude(seen, reset, guard);
        CHECK(seen.failed == failure::reset);
        CHECK(seen.code == "ECONNRESET");
    }
    const watchdog guard(budget, [] {});
    budget.interrupt();
    outcome late, success;
    conclude(late, reset, guard);
    CHECK(late.failed == failure::interrupted);
    CHECK(late.code.empty());
    conclude(success, {}, guard);
    CHECK(success.ok());
}
