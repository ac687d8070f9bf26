// SPDX-License-Identifier: MIT
#include "proxy/settings/daemon_json.hpp"

#include <catch2/catch.hpp>

using namespace proxy;
using strings = std::vector<std::string>;

namespace {

strings seen(std::string_view text) {
    strings out;
    const auto read = parse_daemon_json(text, "d.json");
    for (const auto& a : read.found) out.push_back(to_string(a.where) + " " + a.name + "=" + a.value.reveal());
    for (const auto& remark : read.remarks) out.push_back("! " + remark);
    return out;
}

} // namespace

TEST_CASE("daemon.json: proxies") {
    const std::string other = "has a value of another kind; write \"proxies\": {\"https-proxy\": \"http://HOST:PORT\"}";
    const std::string broken = "is not JSON; correct it: Docker does not start with such a file";
    struct row {
        std::string text;
        strings wanted;
    };
    const row rows[] = {
        {"", {}},
        {" \n", {}},
        {"{}", {}},
        {"{\n  \"proxies\": {\n    \"http-proxy\": \"http://p:1\",\n    \"https-proxy\": \"http://u:p%40@p:1\",\n"
         "    \"no-proxy\": \"a,b\"\n  }\n}\n",
            {"d.json:3 http-proxy=http://p:1", "d.json:4 https-proxy=http://u:p%40@p:1", "d.json:5 no-proxy=a,b"}},
        {"{\"dns\": [\"10.0.0.1\"], \"log-opts\": {\"https-proxy\": \"x\"}, \"proxies\": {\"https-proxy\": \"p\"}}",
            {"d.json:1 https-proxy=p"}},
        {"{\"proxies\": {\"x\": {\"https-proxy\": \"q\"}, \"https-proxy\": \"p\"}}", {"d.json:1 https-proxy=p"}},
        {"{\"proxies\": {\"https-proxy\": \"\\u0041\\n\"}}", {"d.json:1 https-proxy=A\n"}},
        {"{\"proxies\": {\"https-proxy\": \"\"}}", {"d.json:1 https-proxy="}},
        {"{\"proxies\": {\"https-proxy\": \"a\", \"https-proxy\": \"b\"}}",
            {"d.json:1 https-proxy=a", "d.json:1 https-proxy=b"}},
        {"{\"https-proxy\": \"p\", \"x\": {\"proxies\": {\"https-proxy\": \"p\"}}}", {}},
        {"[{\"proxies\": {\"https-proxy\": \"p\"}}]", {}},
        {"{\"proxies\": [\"https-proxy\", \"p\"]}", {"! d.json:1: proxies " + other}},
        {"{\n\"proxies\": \"secret\"}", {"! d.json:2: proxies " + other}},
        {"{\"proxies\": {\"https-proxy\": null}}", {"! d.json:1: https-proxy " + other}},
        {"{\"proxies\": {\"https-proxy\": [\"p\"]}}", {"! d.json:1: https-proxy " + other}},
        {"{\"proxies\": {\"no-proxy\": {\"a\": 1}}}", {"! d.json:1: no-proxy " + other}},
        {"\n{\"proxies\": {\n\"https-proxy\": \"http://u:secret@p\n\"}}", {"! d.json:4: " + broken}},
        {"{\"proxies\": {\"https-proxy\": \"p\"},}", {"d.json:1 https-proxy=p", "! d.json:1: " + broken}},
        {"{\"proxies\": {\"https-proxy\": \"secret", {"! d.json:1: " + broken}},
        {"{\"a\": \"\xff\"}", {"! d.json:1: " + broken}},
        {"// comment\n{}", {"! d.json:1: " + broken}},
        {"{} x", {"! d.json:1: " + broken}},
    };
    for (const auto& r : rows) {
        INFO(r.text);
        CHECK(seen(r.text) == r.wanted);
    }
}

TEST_CASE("daemon.json: large and deep texts end") {
    for (const char c : {'[', '{', '"', '1', '\\', '\n'}) {
        INFO(c);
        CHECK(seen(std::string(4 << 20, c)).size() <= 1);
    }
    std::string deep;
    for (int i = 0; i < 500'000; ++i) deep += "{\"a\":";
    CHECK(seen(deep).size() == 1);
}
