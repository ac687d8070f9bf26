// SPDX-License-Identifier: MIT
#include "netprobe/dns/message.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace netprobe;
using namespace netprobe::dns;

namespace {

// A message in the making: what encode_query() cannot write.
struct writer {
    bytes out;

    writer& u8(unsigned v) {
        out.push_back(static_cast<std::uint8_t>(v));
        return *this;
    }
    writer& u16(unsigned v) { return u8(v >> 8).u8(v & 255); }
    writer& u32(std::uint32_t v) { return u16(v >> 16).u16(v & 65535); }
    writer& raw(std::string_view text) {
        out.insert(out.end(), text.begin(), text.end());
        return *this;
    }
    writer& label(std::string_view text) { return u8(static_cast<unsigned>(text.size())).raw(text); }
    writer& header(unsigned flags, unsigned qd, unsigned an, unsigned ns = 0, unsigned ar = 0) {
        return u16(0x1234).u16(flags).u16(qd).u16(an).u16(ns).u16(ar);
    }
    // hub.lab, 9 bytes at offset 12
    writer& question(unsigned type = 1) { return label("hub").label("lab").u8(0).u16(type).u16(1); }
    writer& here(unsigned type, unsigned length, std::uint32_t ttl = 30) { // a record of the name asked for
        return u16(0xc00c).u16(type).u16(1).u32(ttl).u16(length);
    }
    writer& a(unsigned last = 1) { return here(1, 4).u8(10).u8(0).u8(0).u8(last); }
};

constexpr unsigned plain = 0x8180; // a reply, RD, RA

} // namespace

TEST_CASE("message: a question, byte for byte") {
    const auto with = encode_query(0xabcd, "hub.lab", record_type::aaaa);
    REQUIRE(with);
    const bytes wanted{0xab, 0xcd, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 3, 'h', 'u', 'b', 3, 'l', 'a', 'b', 0, 0, 28, 0, 1, 0,
        0, 41, 0x04, 0xd0, 0, 0, 0, 0, 0, 0};
    CHECK(*with == wanted);

    const auto without = encode_query(0xabcd, "hub.lab.", record_type::a, false);
    REQUIRE(without);
    const bytes plain_wanted{
        0xab, 0xcd, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 'h', 'u', 'b', 3, 'l', 'a', 'b', 0, 0, 1, 0, 1};
    CHECK(*without == plain_wanted);

    const auto seen = parse_message(*with);
    REQUIRE(seen);
    CHECK(seen->id == 0xabcd);
    CHECK_FALSE(seen->reply);
    CHECK(((*with)[2] & 1) == 1); // recursion desired
    CHECK(seen->question_name == "hub.lab");
    CHECK(seen->question_type == 28);
    CHECK(seen->edns);
}

TEST_CASE("message: names that are not asked for") {
    const std::string label63(63, 'a'), label64(64, 'a');
    const std::string name253 = label63 + "." + label63 + "." + label63 + "." + std::string(61, 'b');
    REQUIRE(name253.size() == 253);
    CHECK(encode_query(1, name253, record_type::a)->size() == 12 + 255 + 4 + 11);
    CHECK(encode_query(1, name253 + ".", record_type::a));
    CHECK(encode_query(1, "_dns.x-1", record_type::a));
    for (const std::string& name : {std::string(), std::string("."), std::string(".."), std::string("a..b"),
             std::string(".a"), label64, "x." + label64, name253 + "b", std::string("a b"), std::string("a\tb"),
             std::string("a\0b", 3), std::string("b\xc3\xbcro.lab"), std::string("a\\.b"), std::string(100000, 'a')})
        CHECK_FALSE(encode_query(1, name, record_type::a));
}

TEST_CASE("message: flags") {
    const auto flags = GENERATE(table<unsigned, bool, bool, bool, bool, int>({
        {0x0000, false, false, false, false, 0},
        {0x8000, true, false, false, false, 0},
        {0x0400, false, true, false, false, 0},
        {0x0200, false, false, true, false, 0},
        {0x0100, false, false, false, false, 0}, // recursion desired: the asker's own word
        {0x0080, false, false, false, true, 0},
        {0x8185, true, false, false, true, 5},
    }));
    const auto seen = parse_message(writer().header(std::get<0>(flags), 0, 0).out);
    REQUIRE(seen);
    CHECK(seen->id == 0x1234);
    CHECK(seen->reply == std::get<1>(flags));
    CHECK(seen->authoritative == std::get<2>(flags));
    CHECK(seen->truncated == std::get<3>(flags));
    CHECK(seen->recursion_available == std::get<4>(flags));
    CHECK(seen->rcode == std::get<5>(flags));
    CHECK_FALSE(seen->has_question);
}

TEST_CASE("message: an answer with aliases, addresses, others and compression") {
    auto m = writer().header(plain, 1, 5).question();
    m.here(5, 6, 60).label("gw").u8(0xc0).u8(16).u8(0); // one byte too many for the alias: damaged
    CHECK_FALSE(parse_message(m.out));

    m = writer().header(plain, 1, 5).question();
    m.here(5, 5, 60).label("gw").u16(0xc010); // gw.lab
    m.u16(0xc025).u16(1).u16(1).u32(30).u16(4).u8(10).u8(77).u8(2).u8(2);
    m.u16(0xc025).u16(28).u16(1).u32(31).u16(16).u32(0xfd000000).u32(0).u32(0).u32(1);
    m.u16(0xc025).u16(16).u16(1).u32(1).u16(3).raw("\2hi");            // TXT: not kept
    m.u16(0xc025).u16(1).u16(3).u32(1).u16(4).u8(9).u8(9).u8(9).u8(9); // class CHAOS: not kept
    const auto seen = parse_message(m.out);
    REQUIRE(seen);
    REQUIRE(seen->answers.size() == 3);
    CHECK(seen->answers[0].name == "hub.lab");
    CHECK(seen->answers[0].type == "CNAME");
    CHECK(seen->answers[0].ttl == 60);
    CHECK(seen->answers[0].data == "gw.lab");
    CHECK(seen->answers[1].name == "gw.lab");
    CHECK(seen->answers[1].type == "A");
    CHECK(seen->answers[1].data == "10.77.2.2");
    CHECK(seen->answers[2].type == "AAAA");
    CHECK(seen->answers[2].ttl == 31);
    CHECK(seen->answers[2].data == "fd00::1");
    CHECK(seen->answers_left_out == 0);
}

TEST_CASE("message: SOA, OPT, extended rcode and extended error") {
    auto m = writer().header(0x8183, 1, 0, 1, 1).question();
    m.u16(0xc010).u16(6).u16(1).u32(5).u16(22).u8(0).u8(0).u32(1).u32(2).u32(3).u32(4).u32(5);
    auto with = m;
    with.u8(0)
        .u16(41)
        .u16(1232)
        .u32(0x01000000)
        .u16(24)
        .u16(3)
        .u16(2)
        .raw("ns")
        .u16(15)
        .u16(14)
        .u16(17)
        .raw("IOT-DENY\n\x1b[31");
    const auto seen = parse_message(with.out);
    REQUIRE(seen);
    CHECK(seen->soa == "lab");
    CHECK(seen->edns);
    CHECK(seen->rcode == 16 + 3);
    CHECK(seen->extended_error == 17);
    CHECK(seen->extended_error_text == "IOT-DENY ?[3");

    // An option that overruns its record says nothing; the message is still good.
    m.u8(0).u16(41).u16(1232).u32(0).u16(4).u16(15).u16(200);
    const auto cut = parse_message(m.out);
    REQUIRE(cut);
    CHECK(cut->edns);
    CHECK(cut->rcode == 3);
    CHECK_FALSE(cut->extended_error);
}

TEST_CASE("message: an OPT or SOA elsewhere means nothing") {
    auto m = writer().header(plain, 1, 1, 0, 1).question();
    m.u8(0).u16(41).u16(1232).u32(0x01000000).u16(0);
    m.u16(0xc010).u16(6).u16(1).u32(5).u16(0);
    const auto seen = parse_message(m.out);
    REQUIRE(seen);
    CHECK_FALSE(seen->edns);
    CHECK(seen->rcode == 0);
    CHECK(seen->soa.empty());
}

TEST_CASE("message: a peer's strange names are shown, not obeyed") {
    const auto seen = parse_message(
        writer().header(plain, 1, 0).label(std::string("a.b\\\n\0\xff", 7)).label("x").u8(0).u16(1).u16(1).out);
    REQUIRE(seen);
    CHECK(seen->question_name == "a\\.b\\\\\\010\\000\\255.x");

    const auto root = parse_message(writer().header(plain, 1, 0).u8(0).u16(1).u16(1).out);
    REQUIRE(root);
    CHECK(root->question_name == ".");

    auto longest = writer().header(plain, 1, 0);
    for (int i = 0; i < 3; ++i) longest.label(std::string(63, '\1'));
    const auto bounded = parse_message(longest.label(std::string(61, '\1')).u8(0).u16(1).u16(1).out);
    REQUIRE(bounded);
    CHECK(bounded->question_name.size() == 256);
}

TEST_CASE("message: damaged") {
    struct row {
        const char* what;
        bytes received;
    };
    auto name_too_long = writer().header(plain, 1, 0);
    for (int i = 0; i < 4; ++i) name_too_long.label(std::string(63, 'a'));
    name_too_long.u8(0).u16(1).u16(1);
    const row rows[] = {
        {"nothing", {}},
        {"half a header", bytes(11)},
        {"two questions", writer().header(plain, 2, 0).question().question().out},
        {"a question counted that is not there", writer().header(plain, 1, 0).out},
        {"a question cut off", writer().header(plain, 1, 0).label("hub").out},
        {"more answers counted than sent", writer().header(plain, 1, 10000).question().a().out},
        {"more additional records counted than sent", writer().header(plain, 1, 1, 0, 1).question().a().out},
        {"a pointer to itself", writer().header(plain, 1, 0).u16(0xc00c).u16(1).u16(1).out},
        {"two pointers at each other", writer().header(plain, 1, 0).u16(0xc00e).u16(0xc00c).u16(1).out},
        {"a pointer forward", writer().header(plain, 1, 0).u16(0xc012).u16(1).u16(1).u8(0).out},
        {"a label that points back at itself", writer().header(plain, 1, 0).label("a").u16(0xc00c).u16(1).u16(1).out},
        {"half a pointer", writer().header(plain, 1, 0).u8(0xc0).out},
        {"a reserved label type", writer().header(plain, 1, 0).u8(0x40).u8(0).u16(1).u16(1).out},
        {"a name over 255 bytes", name_too_long.out},
        {"an A record of 3 bytes", writer().header(plain, 1, 1).question().here(1, 3).u8(1).u8(1).u8(1).out},
        {"an AAAA record of 4 bytes", writer().header(plain, 1, 1).question().here(28, 4).u32(1).out},
        {"data past the end", writer().header(plain, 1, 1).question().here(16, 60000).u32(1).out},
        {"an alias past its record", writer().header(plain, 1, 1).question().here(5, 1).label("a").u8(0).out},
    };
    for (const auto& r : rows) {
        INFO(r.what);
        CHECK_FALSE(parse_message(r.received));
    }
}

TEST_CASE("message: of a truncated one, what came whole is kept") {
    auto m = writer().header(plain | 0x0200, 1, 3).question().a(1).a(2);
    auto cut = m;
    cut.here(1, 4).u8(10);
    for (const auto& sent : {m.out, cut.out}) {
        const auto seen = parse_message(sent);
        REQUIRE(seen);
        CHECK(seen->truncated);
        CHECK(seen->answers.size() == 2);
    }
    CHECK_FALSE(parse_message(writer().header(plain | 0x0200, 1, 1).question().here(1, 2).u16(1).out));
}

TEST_CASE("message: as many records as 64 kB hold") {
    constexpr unsigned count = 4090;
    auto m = writer().header(plain, 1, count).question();
    for (unsigned i = 0; i < count; ++i) m.a(i & 255);
    REQUIRE(m.out.size() <= 65535);
    const auto seen = parse_message(m.out);
    REQUIRE(seen);
    CHECK(seen->answers.size() == max_records);
    CHECK(seen->answers_left_out == count - max_records);
}

TEST_CASE("message: every prefix of a good message is damaged, and none is overrun") {
    auto m = writer().header(plain, 1, 2, 0, 1).question().a().here(5, 5).label("gw").u16(0xc010);
    m.u8(0).u16(41).u16(1232).u32(0).u16(6).u16(15).u16(2).u16(15);
    REQUIRE(parse_message(m.out));
    for (std::size_t length = 0; length < m.out.size(); ++length) {
        const bytes prefix(
            m.out.begin(), m.out.begin() + static_cast<std::ptrdiff_t>(length)); // its own allocation, for ASan
        CHECK_FALSE(parse_message(prefix));
    }
}

TEST_CASE("message: equal names") {
    CHECK(same_name("Hub.LAB", "hub.lab."));
    CHECK(same_name(".", "."));
    CHECK_FALSE(same_name("hub.lab", "hub.la"));
    CHECK_FALSE(same_name("a@b", "a`b"));
    CHECK_FALSE(same_name("", "."));
}
