// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "netprobe/protocol/protocol.hpp"

using namespace netprobe;

namespace {

bytes from_hex(std::string_view hex) {
    const auto digit = [](char c) { return static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10); };
    bytes out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        out.push_back(static_cast<std::uint8_t>(digit(hex[i]) << 4 | digit(hex[i + 1])));
    return out;
}

constexpr std::string_view sasl = "414d515003010000";

// Frames of facts/azure.md 2.4, with what they say.
struct row {
    std::string_view frame;
    std::string_view said;
};
constexpr row honest[] = {
    {"0000003302010000005340c02601e02304a3074d53534243425305504c41494e09414e4f4e594d4f55530845585445524e414c",
        "SASL MSSBCBS, PLAIN, ANONYMOUS, EXTERNAL"},
    {"0000002e02010000005340d00000001e00000001f00000001500000002a309414e4f4e594d4f555305504c41494e",
        "SASL ANONYMOUS, PLAIN"},
    {"0000001902010000005340c00c01a309414e4f4e594d4f5553", "SASL ANONYMOUS"}, // one symbol instead of an array
    {"00000023020100000080000000000000"
     "0040c00f01b300000009414e4f4e594d4f5553",
        "SASL ANONYMOUS"}, // ulong, sym32
    {"0000001603010000"
     "00000000005340c00501a302"
     "4141",
        "SASL AA"}, // a data offset of 12: an extended header
};

} // namespace

TEST_CASE("amqp: the SASL header goes first") { CHECK(amqp_hello({}) == from_hex(sasl)); }

TEST_CASE("amqp: lists of mechanisms in every encoding, and every cut of them") {
    for (const auto& [frame, said] : honest) {
        INFO(said);
        auto received = from_hex(sasl);
        const auto body = from_hex(frame);
        received.insert(received.end(), body.begin(), body.end());
        for (std::size_t size = 0; size < received.size(); ++size) {
            INFO(size);
            CHECK_FALSE(amqp_parse(bytes_view(received).first(size)));
        }
        const auto answer = amqp_parse(received);
        REQUIRE(answer);
        CHECK(answer->failed == failure::none);
        CHECK(answer->said == said);
    }
}

TEST_CASE("amqp: a frame cut short inside, its size adjusted, is no list of mechanisms") {
    for (const auto& [frame, said] : honest) {
        const auto whole = from_hex(frame);
        const std::size_t data = whole[4] * std::size_t{4};
        for (std::size_t size = data; size < whole.size(); ++size) {
            INFO(said);
            INFO(size);
            auto received = from_hex(sasl);
            received.insert(received.end(), whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
            received[8 + 3] = static_cast<std::uint8_t>(size);
            const auto answer = amqp_parse(received);
            REQUIRE(answer);
            CHECK(answer->failed == failure::protocol_mismatch);
        }
    }
}

TEST_CASE("amqp: other headers and other peers") {
    struct other {
        std::string_view received;
        failure failed;
        std::string_view said;
    };
    constexpr other rows[] = {
        {"414d515000010000", failure::none, "AMQP 1.0.0 without SASL (protocol id 0)"},
        {"414d515002010000", failure::none, "AMQP 1.0.0 without SASL (protocol id 2)"},
        {"414d515000000901", failure::protocol_mismatch, "AMQP 0.9.1, not 1.0.0"},
        {"414d515003010001", failure::protocol_mismatch, "AMQP 1.0.1, not 1.0.0"},
        {"48545450", failure::protocol_mismatch, "not AMQP"},
        {"42", failure::protocol_mismatch, "not AMQP"},
        {"414d5158", failure::protocol_mismatch, "not AMQP"},
        {"414d5150030100000000000802010000", failure::protocol_mismatch,
            "AMQP header, then no list of SASL mechanisms"},
        {"414d5150030100000000000802000000", failure::protocol_mismatch,
            "AMQP header, then no SASL frame"}, // type 0: AMQP
        {"414d5150030100007fffffff02010000", failure::protocol_mismatch, "AMQP header, then no SASL frame"},
        {"414d5150030100000000000801010000", failure::protocol_mismatch,
            "AMQP header, then no SASL frame"}, // offset below 8
        {"414d515003010000000000080f010000", failure::protocol_mismatch,
            "AMQP header, then no SASL frame"}, // offset past the end
        {"414d5150030100000000000002010000", failure::protocol_mismatch, "AMQP header, then no SASL frame"},
        // an outcome (0x44) instead of mechanisms; an array of another type; a list of no fields
        {"414d5150030100000000001002010000005344c003015000", failure::protocol_mismatch,
            "AMQP header, then no list of SASL mechanisms"},
        {"414d5150030100000000001402010000005340c00801e00502a10141", failure::protocol_mismatch,
            "AMQP header, then no list of SASL mechanisms"},
        {"414d5150030100000000000e02010000005340c00100", failure::protocol_mismatch,
            "AMQP header, then no list of SASL mechanisms"},
    };
    for (const auto& [received, failed, said] : rows) {
        INFO(received);
        const auto answer = amqp_parse(from_hex(received));
        REQUIRE(answer);
        CHECK(answer->failed == failed);
        CHECK(answer->said == said);
    }
}

TEST_CASE("amqp: an array that claims four billion mechanisms is bounded") {
    auto received = from_hex("414d515003010000"
                             "0000102002010000"
                             "005340d00000100000000001f000000ff0ffffffff"
                             "a3");
    received.resize(8 + 0x1020);                                       // symbols of length 0
    CHECK(amqp_parse(received)->failed == failure::protocol_mismatch); // a frame larger than any honest one
    received.resize(8 + 0x800);
    received[8 + 2] = 0x08;
    received[8 + 3] = 0x00;
    const auto answer = amqp_parse(received);
    REQUIRE(answer);
    CHECK(answer->said.size() < 200);
}

TEST_CASE("amqp: a mechanism's name cannot rewrite the screen") {
    auto received = from_hex("414d515003010000"
                             "0000001402010000"
                             "005340c00701a3041b5b324a");
    const auto answer = amqp_parse(received);
    REQUIRE(answer);
    CHECK(answer->said == "SASL ?[2J");
}
