// SPDX-License-Identifier: MIT
#include "proxy/settings/apt_conf.hpp"

#include <catch2/catch.hpp>

using namespace proxy;
using strings = std::vector<std::string>;

namespace {

strings seen(std::initializer_list<std::string_view> files) {
    read_result read;
    std::size_t number = 0;
    for (const auto text : files) add_apt_conf(read, text, std::to_string(++number));
    strings out;
    for (const auto& a : read.found) out.push_back(to_string(a.where) + " " + a.name + "=" + a.value.reveal());
    for (const auto& remark : read.remarks) out.push_back("! " + remark);
    return out;
}

} // namespace

// Each row tried with `apt-config dump` of apt 2.6.1.
TEST_CASE("apt.conf: proxies") {
    const std::string stops = "is not apt's syntax: apt itself stops there; correct the line";
    const std::string open = "ends in the middle of a line: apt refuses it; a semicolon is missing";
    struct row {
        std::string_view text;
        strings wanted;
    };
    const row rows[] = {
        {"", {}},
        {"Acquire::http::Proxy \"http://p:1\";", {"1:1 Acquire::http::Proxy=http://p:1"}},
        {"acquire::HTTPS::proxy \"http://u:p%40@p:1/\";\n", {"1:1 acquire::HTTPS::proxy=http://u:p%40@p:1/"}},
        {"Acquire { http { Proxy \"p\"; }; https { Proxy \"q\"; Proxy::deb.example \"DIRECT\"; } }\n",
            {"1:1 Acquire::http::Proxy=p", "1:1 Acquire::https::Proxy=q",
                "1:1 Acquire::https::Proxy::deb.example=DIRECT"}},
        {"Acquire\n{\n  http\n  {\n    Proxy\n      \"p\"\n    ;\n  }\n}\n", {"1:5 Acquire::http::Proxy=p"}},
        {"Acquire::http::Proxy p%2540;", {"1:1 Acquire::http::Proxy=p%40"}}, // decoded, as it is not in quotes
        {"Acquire::http::Proxy http://p:1;\n", {"! 1:1: " + open}},          // the rest is a comment
        {"Acquire::http::Proxy \"a\" \"b\";", {"1:1 Acquire::http::Proxy=a b"}},
        {"Acquire::http::Proxy \"a;b{c}//d#e/*f*/\";", {"1:1 Acquire::http::Proxy=a;b{c}//d#e/*f*/"}},
        {"Acquire::http::Proxy \"\";", {"1:1 Acquire::http::Proxy="}},
        {"// Acquire::http::Proxy \"p\";\n# Acquire::http::Proxy \"p\";\n/* Acquire::http::Proxy \"p\"; */\n", {}},
        {"/* a\n Acquire::http::Proxy \"p\";\n*/ Acquire::http::Proxy \"q\"; // x\n", {"1:3 Acquire::http::Proxy=q"}},
        {"/* see http://a */\nAcquire::http::Proxy \"p\";\n*/\n", {}}, // the // hides the end of the comment
        {"Acquire::http::Proxy \"p\"; Acquire::http::Proxy \"q\";", {"1:1 Acquire::http::Proxy=q"}},
        {"Acquire { http { Proxy \"p\" } }", {"1:1 Acquire::http::Proxy=p"}},
        {"Acquire::http { Proxy \"p\"; }; } Acquire::http::Proxy::a \"q\";",
            {"1:1 Acquire::http::Proxy=p", "1:1 Acquire::http::Proxy::a=q"}},
        {"Acquire::http \"x\" { Proxy \"p\"; };", {"1:1 Acquire::http::Proxy=p"}},
        {"Acquire::http::Proxy:: \"p\"; Acquire::ftp::Proxy \"p\"; Acquire::http::Timeout \"1\";", {}},
        {"Acquire::http::Proxy-Auto-Detect \"/bin/x\"; Acquire::http::ProxyAutoDetect \"/bin/y\";",
            {"1:1 Acquire::http::Proxy-Auto-Detect=/bin/x", "1:1 Acquire::http::ProxyAutoDetect=/bin/y"}},
        {"Acquire::http::Proxy \"p\";\n#clear Acquire::http;\n", {}},
        {"Acquire::http::Proxy \"p\";\n#clear Acquire::http::Prox;\n", {"1:1 Acquire::http::Proxy=p"}},
        {"Acquire::http::Proxy::a \"p\"; Acquire::https::Proxy \"q\";\n#clear acquire::http::proxy;\n",
            {"1:1 Acquire::https::Proxy=q"}},
        {"#include \"/etc/x\";\nAcquire::http::Proxy \"p\";\n",
            {"1:2 Acquire::http::Proxy=p", "! 1:1: #include is not followed here"}},
        {"Acquire { #clear x; }", {"! 1:1: " + stops}},
        {"Acquire::http::Proxy \"p\";\n{ x \"y\"; }\nAcquire::http::Proxy \"q\";\n",
            {"1:1 Acquire::http::Proxy=p", "! 1:2: " + stops}},
        {"Acquire::http::Proxy \"a\" b c;", {"! 1:1: " + stops}},
        {"Acquire::http::Proxy \"p\"", {"! 1:1: " + open}},
        {"Acquire::http::Proxy \"secret;\n", {"! 1:1: " + open}},
        {"Acquire::http::Proxy [secret;", {"! 1:1: " + stops}},
    };
    for (const auto& r : rows) {
        INFO(r.text);
        CHECK(seen({r.text}) == r.wanted);
    }
}

TEST_CASE("apt.conf: later files add to earlier ones") {
    CHECK(seen({"Acquire::http::Proxy \"p\";", "Acquire::HTTP::Proxy \"q\";", "Acquire::https::Proxy \"r\";"}) ==
          strings{"2:1 Acquire::HTTP::Proxy=q", "3:1 Acquire::https::Proxy=r"});
    CHECK(seen({"Acquire::http::Proxy \"p\";", "#clear Acquire;"}).empty());
    CHECK(seen({"Acquire { http { /* open", "Proxy \"p\";"}).empty()); // nothing stays open at the end of a file
}

TEST_CASE("apt.conf: large and deep texts end") {
    for (const std::string_view part :
        {"{", "a{", "a ", "\"", ";", "a;", "a \"b\";\n", "/*", "*/", "[", "#", "}", "\n"}) {
        INFO(part);
        std::string text;
        while (text.size() < std::size_t{1} << 19) text += part;
        CHECK(seen({text}).size() <= 1);
    }
}
