// SPDX-License-Identifier: MIT
#include "proxy/settings/environment_file.hpp"

#include <catch2/catch.hpp>

using namespace proxy;
using namespace std::string_literals;
using strings = std::vector<std::string>;

namespace {

strings lines(std::string_view text) {
    const auto seen = parse_environment_file(text);
    if (!seen) return {"not UTF-8"};
    strings out;
    for (const auto& l : *seen) out.push_back(std::to_string(l.line) + " " + l.name + "=" + l.value);
    return out;
}

} // namespace

// Each row tried against load_env_file() of systemd 252.
TEST_CASE("environment file: as systemd reads it") {
    struct row {
        std::string text;
        strings wanted;
    };
    const row rows[] = {
        {"", {}}, {"A=b", {"1 A=b"}}, {"A=b\nC=d\r\nE=\n", {"1 A=b", "2 C=d", "3 E="}},
        {"  A =  b c  \t\n", {"1 A=b c"}}, {"# A=b\n;C=d\n\n E=f\n", {"4 E=f"}},
        {"A=b # not a comment\n", {"1 A=b # not a comment"}},
        {"# a comment \\\nA=b\nC=d\n", {"3 C=d"}}, // goes on in the next line
        {"export A=b\n", {"1 export A=b"}},        // the name has a blank: systemd drops it
        {"A\nB=c\n", {"2 B=c"}}, {"=a=b\n", {"1 =a=b"}}, {"A=\"b c\"\n", {"1 A=b c"}},
        {"A='b \\ \"c'\n", {"1 A=b \\ \"c"}}, {"A=\"b\\\"\\$\\`\\\\\\n\"\n", {"1 A=b\"$`\\\\n"}},
        {"A=\"b\nc\"\nD=e\n", {"1 A=b\nc", "3 D=e"}}, {"A=\"b\\\nc\"\n", {"1 A=bc"}}, {"A='b' 'c' d\n", {"1 A=bcd"}},
        {"A=b'c d'\n", {"1 A=b'c d'"}}, // inside a word a quote is a character
        {"A=b\"c\"\n", {"1 A=b\"c\""}}, {"A=b\\ \n", {"1 A=b "}}, {"A=b\\\n c\n", {"1 A=b c"}},
        {"A=\\'b\n", {"1 A='b"}}, {"A=\"b", {"1 A=b"}}, {"A='b", {"1 A=b"}}, {"A=b \\", {"1 A=b "}},
        {"A='b'  \n", {"1 A=b"}}, {"A=' b '\n", {"1 A= b "}}, {"A=b\nA=c\n", {"1 A=b", "2 A=c"}},
        {"A=b\0C=d"s, {"1 A=b"}}, {"A=\xc3\xa4\n", {"1 A=\xc3\xa4"}}, {"B=c\nA=\xff\n", {"not UTF-8"}},
        {"\xff=b\n", {"not UTF-8"}}, {"# \xff\nA=b\n", {"2 A=b"}},
        {"https_proxy=http://u:p%40@h:1/\n", {"1 https_proxy=http://u:p%40@h:1/"}}, // no specifiers here
    };
    for (const auto& r : rows) {
        INFO(r.text);
        CHECK(lines(r.text) == r.wanted);
    }
}

TEST_CASE("environment file: a large one is read in one pass") {
    const auto size = std::size_t{4} << 20;
    CHECK(parse_environment_file(std::string(size, '='))->size() == 1);
    CHECK(parse_environment_file("A=" + std::string(size, '\\'))->size() == 1);
    CHECK(parse_environment_file(std::string(size, '#'))->empty());
    std::string many;
    while (many.size() < size) many += "A='b'\n";
    CHECK(parse_environment_file(many)->size() == many.size() / 6);
}
