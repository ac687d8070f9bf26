// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "tools/standin/ntp.hpp"

using namespace standin;
using netprobe::bytes;

namespace {

bytes query(std::uint8_t first) {
    bytes out(48, 0);
    out[0] = first;
    for (std::size_t i = 40; i < 48; ++i) out[i] = static_cast<std::uint8_t>(i);
    return out;
}

std::uint64_t number(const bytes& from, std::size_t at, std::size_t size) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < size; ++i) out = out << 8 | from[at + i];
    return out;
}

} // namespace

TEST_CASE("ntp: the answer to a client") {
    // 2^30 seconds after 1970, and a half: 2004-01-10T13:37:04.5Z
    const wall_time now{std::chrono::nanoseconds(1073741824'500'000'000)};
    const auto answer = answer_ntp(query(0x1b), now);
    REQUIRE(answer);
    REQUIRE(answer->size() == 48);
    CHECK((*answer)[0] == 0x1c); // no leap warning, version 3, server
    CHECK((*answer)[1] == 2);    // stratum
    for (const std::size_t at : {16u, 32u, 40u}) {
        CHECK(number(*answer, at, 4) == 1073741824 + 2208988800);
        CHECK(number(*answer, at + 4, 4) == 0x80000000);
    }
    CHECK(bytes(answer->begin() + 24, answer->begin() + 32) == bytes{40, 41, 42, 43, 44, 45, 46, 47});
}

TEST_CASE("ntp: before 1970 and after 2036 the fraction stays one") {
    const auto before = answer_ntp(query(0x23), wall_time{std::chrono::milliseconds(-250)});
    CHECK(number(*before, 40, 4) == 2208988799);
    CHECK(number(*before, 44, 4) == 0xc0000000);
    const auto later = answer_ntp(query(0x23), wall_time{std::chrono::seconds(2085978496 + 5)}); // era 1
    CHECK(number(*later, 40, 4) == 5);
}

TEST_CASE("ntp: who gets no answer") {
    const wall_time now{};
    CHECK_FALSE(answer_ntp({}, now));
    CHECK_FALSE(answer_ntp(bytes(47, 0x1b), now));
    CHECK_FALSE(answer_ntp(query(0x03), now)); // version 0
    CHECK_FALSE(answer_ntp(query(0x2b), now)); // version 5
    CHECK_FALSE(answer_ntp(query(0x1c), now)); // a server's packet: two servers must not answer each other
    CHECK_FALSE(answer_ntp(query(0x1e), now)); // a control message
    auto longer = query(0x23);
    longer.resize(68);                            // with an authenticator
    CHECK(answer_ntp(longer, now)->size() == 48); // never longer than what was asked
}
