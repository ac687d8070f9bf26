// SPDX-License-Identifier: MIT
#include "proxy/socks5.hpp"

#include <catch2/catch.hpp>

using namespace proxy;
using netprobe::bytes;

namespace {

bytes raw(const std::string& text) { return {text.begin(), text.end()}; }

struct parsed {
    bool more, malformed;
    int value;
    std::size_t length;
};

void check(std::optional<socks5::answer> (*parse)(netprobe::bytes_view), const bytes& received, const parsed& wanted) {
    const auto got = parse(received);
    CHECK(got.has_value() == !wanted.more);
    if (!got) return;
    CHECK(got->malformed == wanted.malformed);
    if (got->malformed) return;
    CHECK(got->value == wanted.value);
    CHECK(got->length == wanted.length);
}

} // namespace

TEST_CASE("socks5: what is sent, byte by byte (RFC 1928 §3, §4; RFC 1929 §2)") {
    CHECK(socks5::greeting(false) == bytes{5, 1, 0});
    CHECK(socks5::greeting(true) == bytes{5, 2, 0, 2});
    CHECK(socks5::login({"me", "pw!"}) == bytes{1, 2, 'm', 'e', 3, 'p', 'w', '!'});
    CHECK(
        socks5::request("hub.test", 8883) == bytes{5, 1, 0, 3, 8, 'h', 'u', 'b', '.', 't', 'e', 's', 't', 0x22, 0xb3});
    CHECK(socks5::request("192.0.2.7", 443) == bytes{5, 1, 0, 1, 192, 0, 2, 7, 1, 0xbb});
    const auto six = socks5::request("2001:db8::7", 443);
    CHECK(six.size() == 22);
    CHECK(bytes(six.begin(), six.begin() + 6) == bytes{5, 1, 0, 4, 0x20, 0x01});
    CHECK(socks5::request(std::string(300, 'x'), 1).size() == 4 + 1 + 255 + 2); // never a size that wraps round
}

TEST_CASE("socks5: which logins fit") {
    CHECK(socks5::fits({"u", ""}));
    CHECK(socks5::fits({std::string(255, 'u'), std::string(255, 'p')}));
    CHECK_FALSE(socks5::fits({"", "p"}));
    CHECK_FALSE(socks5::fits({std::string(256, 'u'), "p"}));
    CHECK_FALSE(socks5::fits({"u", std::string(256, 'p')}));
}

TEST_CASE("socks5: answers to greeting and login") {
    check(socks5::parse_method, {}, {true, false, 0, 0});
    check(socks5::parse_method, {5}, {true, false, 0, 0});
    check(socks5::parse_method, {5, 0}, {false, false, 0, 2});
    check(socks5::parse_method, {5, 255, 9}, {false, false, 255, 2});
    check(socks5::parse_method, {4, 0}, {false, true, 0, 0});
    check(socks5::parse_method, raw("HTTP/1.1 400"), {false, true, 0, 0});
    check(socks5::parse_login, {1, 0}, {false, false, 0, 2});
    check(socks5::parse_login, {5, 1}, {false, false, 1, 2}); // some repeat the greeting's version
    check(socks5::parse_login, {1}, {true, false, 0, 0});
    check(socks5::parse_login, {2, 0}, {false, true, 0, 0});
}

TEST_CASE("socks5: replies of every kind of address, whole and in parts") {
    const bytes four{5, 0, 0, 1, 192, 0, 2, 1, 4, 56}, name{5, 0, 0, 3, 3, 'a', 'b', 'c', 4, 56};
    bytes six{5, 0, 0, 4};
    six.resize(22);
    for (const auto& whole : {four, name, six}) {
        check(socks5::parse_reply, whole, {false, false, 0, whole.size()});
        for (std::size_t part = 0; part < whole.size(); ++part)
            check(socks5::parse_reply, bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(part)),
                {true, false, 0, 0});
        auto more = whole;
        more.push_back('x'); // from inside the tunnel
        check(socks5::parse_reply, more, {false, false, 0, whole.size()});
    }
    check(socks5::parse_reply, {5, 2}, {false, false, 2, 2}); // a refusal counts even where it is cut short
    check(socks5::parse_reply, {5, 0, 0, 9, 0}, {false, true, 0, 0});
    check(socks5::parse_reply, {0, 0}, {false, true, 0, 0});
}
