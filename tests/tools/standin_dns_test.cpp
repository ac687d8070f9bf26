// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "tools/standin/dns.hpp"

using namespace standin;
using netprobe::bytes;

namespace {

enum { a = 1, aaaa = 28, txt = 16 };

bytes ask(const std::string& name, std::uint8_t type, std::optional<std::uint16_t> edns_payload = {},
    std::uint8_t version = 0) {
    bytes out{0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, static_cast<std::uint8_t>(edns_payload ? 1 : 0)};
    for (std::size_t at = 0; at < name.size();) {
        const auto end = std::min(name.find('.', at), name.size());
        out.push_back(static_cast<std::uint8_t>(end - at));
        out.insert(
            out.end(), name.begin() + static_cast<std::ptrdiff_t>(at), name.begin() + static_cast<std::ptrdiff_t>(end));
        at = end + 1;
    }
    out.insert(out.end(), {0, 0, type, 0, 1});
    if (edns_payload)
        out.insert(out.end(), {0, 0, 41, static_cast<std::uint8_t>(*edns_payload >> 8),
                                  static_cast<std::uint8_t>(*edns_payload), 0, version, 0, 0, 0, 0});
    return out;
}

zone at(const std::vector<const char*>& addresses) {
    zone out;
    for (const auto* text : addresses) out.addresses.push_back(asio::ip::make_address(text));
    return out;
}

struct head {
    int rcode, answers, authority, additional;
    bool tc, ra, rd, qr;
};
head read(const bytes& from) {
    REQUIRE(from.size() >= 12);
    CHECK(from[0] == 0x12);
    CHECK(from[1] == 0x34);
    return {from[3] & 15, from[6] << 8 | from[7], from[8] << 8 | from[9], from[10] << 8 | from[11], (from[2] & 2) != 0,
        (from[3] & 0x80) != 0, (from[2] & 1) != 0, (from[2] & 0x80) != 0};
}

} // namespace

TEST_CASE("dns: addresses of a name that is stood for") {
    const auto known = at({"192.0.2.7", "198.51.100.1", "2001:db8::7"});
    const auto v4 = answer_dns(known, ask("Contoso.azure-devices.net", a), true);
    REQUIRE(v4);
    const auto h = read(v4->answer);
    CHECK((h.qr && h.ra && h.rd && !h.tc));
    CHECK(h.rcode == 0);
    CHECK(h.answers == 2);
    CHECK(h.authority == 0);
    const bytes last{0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 198, 51, 100, 1};
    CHECK(std::equal(last.rbegin(), last.rend(), v4->answer.rbegin()));
    // The question comes back as it was written: some clients randomise its letters' case.
    const auto question = ask("Contoso.azure-devices.net", a);
    CHECK(std::equal(question.begin() + 12, question.end(), v4->answer.begin() + 12));
    CHECK(v4->note == "A Contoso.azure-devices.net: 2 addresses");

    const auto v6 = answer_dns(known, ask("mcr.microsoft.com", aaaa), true);
    CHECK(read(v6->answer).answers == 1);
    CHECK(v6->answer.back() == 7);
}

TEST_CASE("dns: no data and no such name carry an SOA") {
    const auto known = at({"192.0.2.7"});
    struct row {
        const char* name;
        std::uint8_t type;
        int rcode;
    };
    for (const auto& [name, type, rcode] : {row{"contoso.azure-devices.net", aaaa, 0},
             row{"contoso.azure-devices.net", txt, 0}, row{"azure-devices.net", a, 0}, row{"", a, 0},
             row{"evil.example", a, 3}, row{"x.y.azure-devices.net", a, 3}}) {
        INFO(name);
        const auto said = answer_dns(known, ask(name, type), true);
        REQUIRE(said);
        const auto h = read(said->answer);
        CHECK(h.rcode == rcode);
        CHECK(h.answers == 0);
        CHECK(h.authority == 1);
        const auto end = 12 + std::string(name).size() + (*name ? 2 : 1) + 4;
        REQUIRE(said->answer.size() > end + 11);
        CHECK(said->answer[end] == 0);     // owner: root
        CHECK(said->answer[end + 2] == 6); // SOA
        const std::size_t length = static_cast<std::size_t>(said->answer[end + 9] << 8 | said->answer[end + 10]);
        CHECK(said->answer.size() == end + 11 + length);
    }
}

TEST_CASE("dns: EDNS is answered in kind") {
    const auto known = at({"192.0.2.7"});
    CHECK(read(answer_dns(known, ask("aka.ms", a), true)->answer).additional == 0);
    const auto said = answer_dns(known, ask("aka.ms", a, 1232), true);
    CHECK(read(said->answer).additional == 1);
    CHECK(read(said->answer).answers == 1);
    const auto newer = answer_dns(known, ask("aka.ms", a, 1232, 1), true); // BADVERS is 16: upper bits in the OPT
    CHECK(read(newer->answer).rcode == 0);
    CHECK(read(newer->answer).answers == 0);
    CHECK(newer->answer[newer->answer.size() - 6] == 1);
}

TEST_CASE("dns: an answer too long for UDP is cut to nothing and said so; TCP has it all") {
    zone known;
    for (std::uint32_t i = 1; i <= 60; ++i) known.addresses.push_back(asio::ip::address_v4(0xc0000200 + i));
    const auto query = ask("aka.ms", a);
    const auto cut = answer_dns(known, query, true);
    CHECK(read(cut->answer).tc);
    CHECK(read(cut->answer).answers == 0);
    CHECK(cut->answer.size() == query.size());
    CHECK_FALSE(read(answer_dns(known, ask("aka.ms", a, 1232), true)->answer).tc); // 60 × 16 fit in 1232
    const auto whole = answer_dns(known, query, false);
    CHECK_FALSE(read(whole->answer).tc);
    CHECK(read(whole->answer).answers == 60);
}

TEST_CASE("dns: bytes that are no question") {
    const auto known = at({"192.0.2.7"});
    CHECK_FALSE(answer_dns(known, {}, true));
    CHECK_FALSE(answer_dns(known, bytes(11, 0), true));
    auto response = ask("aka.ms", a);
    response[2] |= 0x80; // an answer is never answered
    CHECK_FALSE(answer_dns(known, response, true));

    auto update = ask("aka.ms", a);
    update[2] = 0x28;
    CHECK(read(answer_dns(known, update, true)->answer).rcode == 4);

    auto two = ask("aka.ms", a);
    two[5] = 2;
    auto cut = ask("aka.ms", a);
    cut.resize(cut.size() - 3);
    auto pointer = ask("aka.ms", a);
    pointer[12] = 0xc0; // to itself
    bytes endless{0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    for (int i = 0; i < 300; ++i) endless.insert(endless.end(), {1, 'a'});
    endless.insert(endless.end(), {0, 0, 1, 0, 1});
    for (const auto& bad : {two, cut, pointer, endless}) {
        const auto said = answer_dns(known, bad, true);
        REQUIRE(said);
        CHECK(read(said->answer).rcode == 1);
        CHECK(said->answer.size() == 12);
    }
}

TEST_CASE("dns: hostile names do not reach the log as they are") {
    const auto said = answer_dns(at({"192.0.2.7"}), ask("\x1b[2J\n.example", a), true);
    REQUIRE(said);
    CHECK(said->note.find('\x1b') == std::string::npos);
    CHECK(said->note.find('\n') == std::string::npos);
    CHECK(read(said->answer).rcode == 3);
}
