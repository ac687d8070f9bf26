// SPDX-License-Identifier: MIT
#include "rules/export/words.hpp"

#include <stdexcept>

#include <catch2/catch.hpp>

#include "rules/export/objects.hpp"

using namespace rules;

namespace {

constexpr line_syntax plain{.bare_refused = "\\$", .quoted_refused = "\\"};
constexpr line_syntax escaping{.escaped = "\"\\$", .quoted_refused = "$", .quotes_inside = true};
constexpr line_syntax none{.comment = '!', .quote = 0};

std::vector<std::string> one(std::string_view line, const line_syntax& syntax) {
    const auto lines = words_of(line, "f", syntax);
    REQUIRE(lines.size() == 1);
    return lines.front().words;
}

using words = std::vector<std::string>;

} // namespace

TEST_CASE("a line as its platform takes it apart") {
    CHECK(one("set a  b", plain) == words{"set", "a", "b"});
    CHECK(one("set \"a b\" \"\" c", plain) == words{"set", "a b", "", "c"});
    CHECK(one("  it's  ", plain) == words{"it's"});
    CHECK(one(R"(add a="x y" b="\"\\\$")", escaping) == words{"add", "a=x y", "b=\"\\$"});
    CHECK(one(R"([find c~"^e:"])", escaping) == words{"[find", "c~^e:]"});
    CHECK(one(R"(remark "it" \d)", none) == words{"remark", "\"it\"", "\\d"});
}

TEST_CASE("lines, their numbers, their blanks") {
    const auto lines = words_of("# one\n\n a b\nc\n   # d\ne", "f", plain);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].at.line == 3);
    CHECK(lines[0].indented);
    CHECK_FALSE(lines[1].indented);
    CHECK(lines[2].at.line == 6);
    CHECK(words_of("", "f", plain).empty());
    CHECK(words_of("! x\n# y", "f", none).size() == 1);
}

TEST_CASE("what no platform should have to guess at") {
    const std::pair<const char*, const line_syntax*> cases[]{{"a \"b", &plain}, {"a b\"c\"", &plain},
        {"\"a\"b", &plain}, {"a\\ b", &plain}, {"$(id)", &plain}, {"\"a\\\"b\"", &plain}, {"a\tb", &plain},
        {"a\rb", &plain}, {"a\x7f", &plain}, {"\xc3\xa4", &plain}, {"a=\"$x\"", &escaping}, {"a=\"\\n\"", &escaping},
        {"a=\"x\\", &escaping}, {"# \x01", &plain}};
    for (const auto& [text, syntax] : cases) {
        CAPTURE(text);
        CHECK_THROWS_AS(words_of(text, "f", *syntax), std::invalid_argument);
    }
    CHECK_THROWS_WITH(words_of("a\nb \"c", "egress.txt", plain), "egress.txt:2: a quote does not end on its line");
}

TEST_CASE("a refusal is one line of printable characters") {
    CHECK_THROWS_WITH((line_place{"f", 3}.refuse("a\nb\x1b[31m\xff")), "f:3: a?b?[31m?");
    CHECK_THROWS_WITH((line_place{"f", 0}.refuse("x")), "f: x");
    CHECK_THROWS_WITH((line_place{"f", 0}.refuse(std::string(999, 'x'))), "f: " + std::string(200, 'x'));
}

TEST_CASE("values of appliances' lines") {
    const line_place at{"f", 1};
    CHECK(read_ports(at, "443") == port_range{443, 443});
    CHECK(read_ports(at, "443-445") == port_range{443, 445});
    CHECK(read_port_list(at, "1,3-4", ',') == std::vector<port_range>{{1, 1}, {3, 4}});
    for (const auto* text : {"", "0", "65536", "-", "1-", "-1", "2-1", "1-2-3", " 1", "0x1", "1,", ",1", "https"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(read_port_list(at, text, ','), std::invalid_argument);
    }
    CHECK(text_of(read_masked(at, "10.0.0.0", "255.0.0.0").last) == "10.255.255.255");
    CHECK(text_of(read_masked(at, "0.0.0.0", "0.0.0.0").last) == "255.255.255.255");
    CHECK(text_of(read_masked(at, "10.0.0.1", "255.255.255.255").last) == "10.0.0.1");
    const std::pair<const char*, const char*> wrong[]{{"10.0.0.0", "0.255.255.255"}, {"10.0.0.0", "255.0.255.0"},
        {"10.0.0.1", "255.0.0.0"}, {"10.0.0.0", "8"}, {"10.0.0.0", "::"}, {"2001:db8::", "255.0.0.0"},
        {"x", "255.0.0.0"}};
    for (const auto& [address, mask] : wrong) {
        CAPTURE(address, mask);
        CHECK_THROWS_AS(read_masked(at, address, mask), std::invalid_argument);
    }
    for (const auto* text : {"", "*.a.b", "A.b", "a..b", "a b", "10.0.0.1", "-a.b", "::1", ".a.b", "a_b!"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(read_exact_name(at, text), std::invalid_argument);
    }
    CHECK(matches(read_domain(at, "a.b", false), "x.y.a.b"));
    CHECK_FALSE(matches(read_domain(at, "a.b", false), "a.b"));
    CHECK_THROWS_AS(read_protocol(at, "icmp"), std::invalid_argument);
}

TEST_CASE("objects by name") {
    const line_place at{"f", 1};
    named_objects<int> all("thing", 3);
    all.define(at, "abc") = 1;
    CHECK(all.get(at, "abc") == 1);
    CHECK(all.has("abc"));
    CHECK_THROWS_WITH(all.define(at, "abc"), "f:1: thing abc is there twice");
    CHECK_THROWS_WITH(all.define(at, "abcd"), "f:1: a name of thing 4 characters; the platform takes 1 to 3");
    CHECK_THROWS_AS(all.define(at, ""), std::invalid_argument);
    CHECK_THROWS_WITH(all.get(at, "x"), "f:1: thing x is not there");
}

TEST_CASE("a rule for one family's packets") {
    const auto v4 = *read_address("192.0.2.1"), v6 = *read_address("2001:db8::1");
    ruleset s;
    add_rules_of(ip_family::v4, {}, {{}, {{"a.b", true, false, false}}}, s.rules);
    REQUIRE(s.rules.size() == 1);
    CHECK(decide(s, {v4, 6, 443, "a.b", {}}).allow);
    CHECK_FALSE(decide(s, {v6, 6, 443, "a.b", {}}).allow);
    CHECK_FALSE(decide(s, {v4, 6, 443, "c.b", {}}).allow);
    add_rules_of(ip_family::v6, {}, {}, s.rules);
    CHECK(decide(s, {v6, 6, 443, "", {}}).allow);
    add_rules_of(ip_family::v4, {}, {{{v4, v4}}, {{"a.b", true, false, false}}}, s.rules);
    CHECK(s.rules.size() == 4);
    CHECK(decide(s, {v4, 6, 443, "", {}}).allow);
}

TEST_CASE("lists, ports and masks, as all readers take them") {
    using texts = std::vector<std::string>;
    CHECK(split_list("", ',') == texts{""});
    CHECK(split_list("443", ',') == texts{"443"});
    CHECK(split_list("443,,5671,", ',') == texts{"443", "", "5671", ""});
    CHECK(ports_in("443") == port_range{443, 443});
    CHECK(ports_in("443-445") == port_range{443, 445});
    for (const auto* text : {"", "0", "65536", "445-443", "443-", "-443", "1-2-3", "any"}) {
        CAPTURE(text);
        CHECK_FALSE(ports_in(text));
    }
    CHECK(length_of_mask("255.255.255.224") == 27);
    CHECK(length_of_mask("0.0.0.0") == 0);
    CHECK(length_of_mask("255.255.255.255") == 32);
    for (const auto* text : {"", "255.0.255.0", "0.0.0.255", "24", "ffff::"}) {
        CAPTURE(text);
        CHECK_FALSE(length_of_mask(text));
    }
}

TEST_CASE("named values: each once, all of them") {
    const line_place at{"egress.txt", 3};
    named_values given(at);
    for (const auto* key : {"a", "m.1", "m.2", "empty"}) given.put(key, std::string(key) == "empty" ? "" : key);
    CHECK_THROWS_WITH(given.put("a", "b"), Catch::Contains("egress.txt:3: a is there twice"));
    CHECK_THROWS_WITH(given.take("empty"), Catch::Contains("empty is missing"));
    CHECK(given.list("m") == std::vector<std::string>{"m.1", "m.2"});
    CHECK_THROWS_WITH(given.list("m"), Catch::Contains("m is missing"));
    CHECK_THROWS_WITH(given.end(), Catch::Contains("a is not known here"));
    CHECK(given.take("a") == "a");
    CHECK_FALSE(given.maybe("a"));
    CHECK_THROWS_WITH(given.want("a", "a"), Catch::Contains("a is missing"));
    CHECK_NOTHROW(given.end());
}

TEST_CASE("who may send is at least one address") {
    const line_place at{"egress.txt", 3};
    const auto one = *read_address("192.0.2.1");
    CHECK(read_source(at, {{{one, one}}, {}}).size() == 1);
    CHECK_THROWS_WITH(read_source(at, {}), Catch::Contains("a source without members"));
    CHECK_THROWS_WITH(
        read_source(at, {{{one, one}}, {{"a.b", true, false, false}}}), Catch::Contains("a source by name"));
}
