// SPDX-License-Identifier: MIT
#include "netprobe/protocol/websocket.hpp"

#include <catch2/catch.hpp>

using namespace netprobe;
using namespace netprobe::websocket;
using http::progress;

namespace {

bytes text(std::string_view from) { return {from.begin(), from.end()}; }

} // namespace

TEST_CASE("websocket: the examples of RFC 6455 5.7") {
    const auto unmasked = parse_frame(bytes{0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f});
    REQUIRE(unmasked.state == progress::complete);
    CHECK(unmasked.frame.opcode == opcode::text);
    CHECK(unmasked.frame.payload == text("Hello"));
    CHECK(unmasked.frame.length == 7);

    const bytes masked{0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58};
    CHECK(encode_frame(opcode::text, text("Hello"), std::array<std::uint8_t, 4>{0x37, 0xfa, 0x21, 0x3d}) == masked);
    CHECK(parse_frame(masked).frame.payload == text("Hello"));

    const auto first = parse_frame(bytes{0x01, 0x03, 0x48, 0x65, 0x6c});
    REQUIRE(first.state == progress::complete);
    const auto rest = parse_frame(bytes{0x80, 0x02, 0x6c, 0x6f});
    REQUIRE(rest.state == progress::complete);
    CHECK(rest.frame.opcode == opcode::continuation);

    CHECK(parse_frame(bytes{0x89, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f}).frame.opcode == opcode::ping);
    CHECK(encode_frame(opcode::binary, bytes(256), std::nullopt)[1] == 126);
    CHECK(encode_frame(opcode::binary, bytes(65536), std::nullopt)[1] == 127);
}

TEST_CASE("websocket: every length survives the way there and back, and needs all its bytes") {
    const std::array<std::uint8_t, 4> mask{1, 2, 3, 0xff};
    for (const std::size_t size : {0U, 1U, 125U, 126U, 127U, 255U, 256U, 65535U, 65536U}) {
        INFO(size);
        bytes payload(size);
        for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<std::uint8_t>(i * 7);
        for (const auto& how : {std::optional<std::array<std::uint8_t, 4>>(), std::optional(mask)}) {
            auto frame = encode_frame(opcode::binary, payload, how);
            const std::size_t head = (size < 126 ? 2U : size < 65536 ? 4U : 10U) + (how ? 4U : 0U);
            CHECK(frame.size() == head + size);
            const auto back = parse_frame(frame);
            REQUIRE(back.state == progress::complete);
            CHECK(back.frame.payload == payload);
            CHECK(back.frame.length == frame.size());
            for (const auto cut : {std::size_t{0}, std::size_t{1}, head - 1, frame.size() - 1}) {
                if (cut >= frame.size()) continue;
                CHECK(parse_frame(bytes_view(frame).first(cut)).state == progress::needs_more);
            }
            frame.push_back(0x42); // the next frame's first byte is none of this one's business
            CHECK(parse_frame(frame).frame.length == frame.size() - 1);
        }
    }
}

TEST_CASE("websocket: what is no frame of an honest peer") {
    struct row {
        const char* what;
        bytes sent;
    };
    const row rows[] = {
        {"opcode 3", {0x83, 0}},
        {"opcode 7", {0x87, 0}},
        {"opcode 11", {0x8b, 0}},
        {"opcode 15", {0x8f, 0}},
        {"RSV1", {0xc2, 0}},
        {"RSV2", {0xa2, 0}},
        {"RSV3", {0x92, 0}},
        {"ping of 126 bytes", {0x89, 126}},
        {"close of 127", {0x88, 127}},
        {"fragmented ping", {0x09, 0}},
        {"2^63", {0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0}},
        {"2^64-1", {0x82, 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}},
        {"one more than we take", {0x82, 127, 0, 0, 0, 0, 0, 1, 0, 1}},
        {"HTTP", text("HTTP/1.1 400")},
    };
    for (const auto& [what, sent] : rows) {
        INFO(what);
        CHECK(parse_frame(sent).state == progress::malformed);
    }
    CHECK(parse_frame(bytes{0x88, 125}).state == progress::needs_more);
}

TEST_CASE("websocket: accept key") {
    CHECK(accept_key("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    CHECK(make_key().size() == 24);
    CHECK(make_key().ends_with("=="));
    CHECK(make_key() != make_key());
}
