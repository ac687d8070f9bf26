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

TEST_CASE("printable: a peer's text cannot rewrite the screen, and stays UTF-8") {
    struct row {
        std::string from, to;
    };
    const row rows[] = {
        {"plain", "plain"},
        {"a\nb\tc\rd", "a b c d"},
        {std::string("a\0b", 3), "a?b"},
        {"\x1b[31m", "?[31m"},
        {"\x7f", "?"},
        {"gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f"},
        {"\xe2\x82\xac \xf0\x9f\x98\x80", "\xe2\x82\xac \xf0\x9f\x98\x80"},
        {"\xc2\x9b"
         "31m",
            "?31m"}, // C1: a one-character escape sequence
        {"\xc2\xa0", "\xc2\xa0"},
        {"\xe2\x80\xae"
         "txt.exe",
            "?txt.exe"}, // right-to-left override
        {"\xe2\x81\xa6"
         "a"
         "\xe2\x81\xa9",
            "?a?"},            // isolates
        {"\xe2\x80\x8b", "?"}, // zero width
        {"\xd8\x9c", "?"},     // Arabic letter mark, bidirectional too
        {"\xef\xbb\xbf", "?"},
        {"\xe2\x80\xa8", "?"},     // line separator
        {"\xf3\xa0\x81\x81", "?"}, // a tag character: invisible
        {"\x80", "?"},
        {"\xbf\xbf", "??"},
        {"\xc0\xaf", "??"}, // overlong
        {"\xe0\x80\xaf", "???"},
        {"\xf0\x80\x80\xaf", "????"},
        {"\xed\xa0\x80", "???"}, // surrogate
        {"\xf4\x90\x80\x80", "????"},
        {"\xf5\x80\x80\x80", "????"},
        {"\xff", "?"},
        {"\xc3", "?"},
        {"\xe2\x82", "??"},
        {"\xf0\x9f\x98", "???"}, // cut short
        {"\xc3"
         "A",
            "?A"},
        {"", ""},
    };
    for (const auto& [from, to] : rows) {
        INFO(hex({reinterpret_cast<const std::uint8_t*>(from.data()), from.size()}));
        CHECK(printable(from) == to);
    }
}

TEST_CASE("printable: bounded, never inside a character") {
    CHECK(printable(std::string(300, 'x')).size() == 256);
    CHECK(printable("abc", 0).empty());
    CHECK(printable("ab\xc3\xbc", 3) == "ab");
    CHECK(printable("ab\xc3\xbc", 4) == "ab\xc3\xbc");
    CHECK(printable("\xf0\x9f\x98\x80"
                    "a",
        3)
              .empty());
}

TEST_CASE("hex: lower case, bounded") {
    const bytes data{0x00, 0x0f, 0xa5, 0xff};
    CHECK(hex(data) == "000fa5ff");
    CHECK(hex(data, 2) == "000f");
    CHECK(hex(bytes(100)).size() == 32);
    CHECK(hex({}).empty());
}
