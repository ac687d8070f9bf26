// SPDX-License-Identifier: MIT
#include "netprobe/dns/answer.hpp"

#include <catch2/catch.hpp>

using namespace netprobe;
using namespace netprobe::dns;
using strings = std::vector<std::string>;

namespace {

dns_record a(std::string name, std::string data) { return {std::move(name), "A", 30, std::move(data)}; }
dns_record alias(std::string name, std::string to) { return {std::move(name), "CNAME", 30, std::move(to)}; }

message reply_with(int rcode, std::vector<dns_record> records = {}) {
    message reply;
    reply.reply = true;
    reply.rcode = rcode;
    reply.answers = std::move(records);
    return reply;
}

dns_answer judged(const message& reply) {
    dns_answer seen;
    seen.name = "hub.lab";
    seen.type = "A";
    conclude(seen, reply);
    return seen;
}

} // namespace

TEST_CASE("answer: which reply belongs to a question") {
    message good;
    good.id = 7;
    good.reply = true;
    good.has_question = true;
    good.question_name = "HUB.lab";
    good.question_type = 28;
    good.question_class = 1;
    const auto fits = [](const message& m) { return answers(m, 7, "hub.lab.", record_type::aaaa); };
    CHECK(fits(good));

    auto other = good;
    other.id = 8;
    CHECK_FALSE(fits(other));
    other = good;
    other.reply = false;
    CHECK_FALSE(fits(other));
    other = good;
    other.opcode = 4;
    CHECK_FALSE(fits(other));
    other = good;
    other.question_name = "hub2.lab";
    CHECK_FALSE(fits(other));
    other = good;
    other.question_type = 1;
    CHECK_FALSE(fits(other));
    other = good;
    other.question_class = 3;
    CHECK_FALSE(fits(other));

    auto bare = good;
    bare.has_question = false;
    CHECK_FALSE(fits(bare)); // NOERROR for no question
    bare.rcode = 3;
    CHECK_FALSE(fits(bare)); // a forger's shortest NXDOMAIN
    bare.rcode = 1;
    CHECK(fits(bare));
}

TEST_CASE("answer: what a reply means") {
    struct row {
        const char* what;
        message reply;
        failure failed;
        std::string code, detail;
        strings found;
    };
    const row rows[] = {
        {"an address", reply_with(0, {a("hub.lab", "10.0.0.1")}), failure::none, "", "", {"10.0.0.1"}},
        {"each address once",
            reply_with(0, {a("hub.lab", "10.0.0.2"), a("Hub.lab", "10.0.0.1"), a("hub.lab", "10.0.0.2")}),
            failure::none, "", "", {"10.0.0.2", "10.0.0.1"}},
        {"aliases, in any order",
            reply_with(0, {a("c.lab", "10.0.0.1"), alias("b.lab", "C.lab"), alias("hub.lab", "b.lab")}), failure::none,
            "", "", {"10.0.0.1"}},
        {"another name's address is no answer", reply_with(0, {a("evil.lab", "10.0.0.1")}), failure::no_address, "", "",
            {}},
        {"the other type's address is no answer", reply_with(0, {{"hub.lab", "AAAA", 1, "::1"}}), failure::no_address,
            "", "", {}},
        {"nothing", reply_with(0), failure::no_address, "", "", {}},
        {"an alias to nowhere", reply_with(0, {alias("hub.lab", "b.lab")}), failure::no_address, "",
            "the alias chain ends in b.lab", {}},
        {"a dangling alias", reply_with(3, {alias("hub.lab", "gone.lab")}), failure::name_not_found, "NXDOMAIN",
            "the alias chain ends in gone.lab", {}},
        {"a loop", reply_with(0, {alias("hub.lab", "b.lab"), alias("b.lab", "HUB.lab")}), failure::no_address, "",
            "the alias chain loops: hub.lab > b.lab > HUB.lab", {}},
        {"a loop with addresses in it", reply_with(0, {alias("hub.lab", "hub.lab"), a("hub.lab", "10.0.0.1")}),
            failure::no_address, "", "the alias chain loops: hub.lab > hub.lab", {}},
        {"NXDOMAIN", reply_with(3), failure::name_not_found, "NXDOMAIN", "", {}},
        {"an address beside NXDOMAIN counts for nothing", reply_with(3, {a("hub.lab", "10.0.0.1")}),
            failure::name_not_found, "NXDOMAIN", "", {}},
        {"REFUSED", reply_with(5), failure::dns_error, "REFUSED", "", {}},
        {"SERVFAIL", reply_with(2), failure::dns_error, "SERVFAIL", "", {}},
        {"BADVERS", reply_with(16), failure::dns_error, "BADVERS", "", {}},
        {"a code without a name", reply_with(4000), failure::dns_error, "RCODE 4000", "", {}},
    };
    for (const auto& r : rows) {
        INFO(r.what);
        const auto seen = judged(r.reply);
        CHECK(seen.failed == r.failed);
        CHECK(seen.code == r.code);
        CHECK(seen.detail == r.detail);
        CHECK(seen.rcode == r.reply.rcode);
        CHECK(addresses(seen) == r.found);
    }
}

TEST_CASE("answer: evidence is kept") {
    auto reply = reply_with(3);
    reply.authoritative = reply.truncated = reply.recursion_available = reply.edns = true;
    reply.soa = "lab";
    reply.extended_error = 15;
    reply.extended_error_text = "blocked";
    reply.answers_left_out = 9;
    auto seen = judged(reply);
    CHECK(seen.authoritative);
    CHECK(seen.truncated);
    CHECK(seen.recursion_available);
    CHECK(seen.edns);
    CHECK(seen.soa == "lab");
    CHECK(seen.extended_error == 15);
    CHECK(seen.extended_error_text == "blocked");
    CHECK(seen.records_left_out == 9);

    conclude(seen, reply_with(0, {a("hub.lab", "10.0.0.1")})); // the whole answer, over TCP
    CHECK(seen.ok());
    CHECK(seen.code.empty());
    CHECK(seen.truncated); // of the first, over UDP
    CHECK(seen.soa.empty());
}

TEST_CASE("answer: a long loop is told briefly") {
    std::vector<dns_record> records;
    std::string at = "hub.lab";
    for (int i = 0; i < 60; ++i) {
        auto next = "n" + std::to_string(i) + ".lab";
        records.push_back(alias(at, next));
        at = next;
    }
    records.push_back(alias(at, "n30.lab"));
    const auto chain = follow(records, "hub.lab");
    CHECK(chain.loops);
    CHECK(chain.names.size() == 62);
    CHECK(judged(reply_with(0, records)).detail ==
          "the alias chain loops: hub.lab > n0.lab > n1.lab > n2.lab > n3.lab > n4.lab > …");
}
