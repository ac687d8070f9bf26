// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <set>
#include <string>

#include "rules/explain.hpp"
#include "rules/explain/rows.hpp"
#include "rules/report/text.hpp"
#include "tests/rules/golden.hpp"

using Catch::Contains;

namespace {

std::string page_of(std::string_view cause, int width = 80) {
    rules::terminal_style style;
    style.width = width;
    return rules::write_explanation(cause, style);
}

} // namespace

TEST_CASE("explain: every cause has one explanation, and every explanation a cause") {
    std::set<std::string_view> explained;
    for (const auto table : {rules::explained::host(), rules::explained::dns(), rules::explained::tcp(),
             rules::explained::net(), rules::explained::tls(), rules::explained::proxy(),
             rules::explained::proxy_tunnel(), rules::explained::protocol()})
        for (const auto& row : table) {
            INFO(row.cause);
            CHECK(explained.insert(row.cause).second);
            CHECK(rules::find_cause(row.cause));
            CHECK(rules::find_explanation(row.cause) == &row);
        }
    for (const auto& row : rules::causes()) {
        INFO(row.code);
        CHECK(explained.contains(row.code));
    }
    CHECK_FALSE(rules::find_explanation("tcp.dropped"));
}

TEST_CASE("explain: every explanation is whole, and what it names is in the vocabulary") {
    for (const auto& cause : rules::causes()) {
        INFO(cause.code);
        const auto& row = *rules::find_explanation(cause.code);
        for (const auto text : {row.means, row.shows, row.proof}) {
            CHECK(text.size() > 8);
            CHECK(text.ends_with('.'));
            CHECK(text.find("  ") == std::string_view::npos);
        }
        CHECK_FALSE(row.mistaken_for.front().cause.empty());
        std::set<std::string_view> named;
        bool ended = false;
        for (const auto& other : row.mistaken_for) {
            ended = ended || other.cause.empty();
            CHECK(other.cause.empty() == ended); // filled from the front
            CHECK(other.apart.empty() == ended);
            if (ended) continue;
            CHECK(rules::find_cause(other.cause));
            CHECK(other.cause != cause.code);
            CHECK(named.insert(other.cause).second);
            CHECK_FALSE(other.apart.ends_with('.'));
        }
    }
}

TEST_CASE("explain: the nearest spelling, or none") {
    const struct {
        const char* typed;
        const char* meant;
    } table[] = {{"tcp.drop", "tcp.drop"}, {"tcp.dropped", "tcp.drop"}, {"TCP.Drop", "tcp.drop"}, {"drop", "tcp.drop"},
        {"sni_reset", "tls.sni_reset"}, {"tcp.sni_reset", "tls.sni_reset"}, {"dns.nxdomian", "dns.nxdomain"},
        {"proxy.auth_requird", "proxy.auth_required"}, {"mtu_blackhole", "net.mtu_blackhole"}, {"", ""}, {".", ""},
        {"something else altogether", ""}, {"xyz", ""}, {"nope", ""}, {"none", ""}};
    for (const auto& row : table) {
        INFO(row.typed);
        CHECK(rules::nearest_cause(row.typed) == row.meant);
    }
    CHECK(rules::nearest_cause(std::string(1'000'000, 't')).empty());
}

TEST_CASE("explain: advice without a measurement has no placeholder left") {
    for (const auto& row : rules::causes()) {
        INFO(row.code);
        CHECK_THAT(rules::general_advice(row), !Contains("{") && !Contains("}"));
    }
    CHECK_THAT(rules::general_advice(*rules::find_cause("tcp.drop")), Contains("Allow outgoing TCP PORT to HOST:"));
}

TEST_CASE("explain: the page of one cause") {
    CHECK(golden("explain_tls.sni_drop.txt", page_of("tls.sni_drop")) == page_of("tls.sni_drop"));
    for (const auto& row : rules::causes())
        for (const int width : {40, 80, 100}) {
            INFO(row.code << " " << width);
            const auto text = page_of(row.code, width);
            CHECK_THAT(text, Contains("means") && Contains("shows as") && Contains("proved by") &&
                                 Contains("what to do") && Contains("who can") && Contains("mistaken for"));
            std::size_t begin = 0;
            for (auto end = text.find('\n'); end != text.npos; begin = end + 1, end = text.find('\n', begin))
                CHECK(rules::columns(text.substr(begin, end - begin)) <= static_cast<std::size_t>(width));
        }
    CHECK(page_of("no.such").empty());
}

TEST_CASE("explain: the vocabulary is one line a cause") {
    const auto text = rules::write_vocabulary();
    CHECK(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) == rules::causes().size());
    CHECK_THAT(text, Contains("\ntcp.drop ") && Contains("  connection attempts are never answered\n"));
}
