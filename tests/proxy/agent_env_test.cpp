// SPDX-License-Identifier: MIT
#include "proxy/settings/agent_env.hpp"

#include <catch2/catch.hpp>

using namespace proxy;
using namespace std::string_literals;
using strings = std::vector<std::string>;

namespace {

strings seen(const read_result& read) {
    strings out;
    for (const auto& a : read.found) out.push_back(to_string(a.where) + " " + a.name + "=" + a.value.reveal());
    for (const auto& remark : read.remarks) out.push_back("! " + remark);
    return out;
}
strings toml(std::string_view text) { return seen(agent_env_of_toml(text, "c.toml")); }
strings yaml(std::string_view text) { return seen(agent_env_of_yaml(text, "c.yaml")); }

} // namespace

TEST_CASE("config.toml: the agent's proxy") {
    struct row {
        std::string text;
        strings wanted;
    };
    const row rows[] = {
        {"", {}},
        {"[agent.env]\nhttps_proxy = \"http://p:1\"\n", {"c.toml:2 https_proxy=http://p:1"}},
        {"[agent]\nname = \"edgeAgent\"\n[agent.env]\n\"HTTPS_Proxy\" = 'http://u:\\@p:1'\n",
            {"c.toml:4 HTTPS_Proxy=http://u:\\@p:1"}},
        {"[agent]\nenv.https_proxy = \"p\"\n", {"c.toml:2 https_proxy=p"}},
        {"[agent]\nenv = { UpstreamProtocol = \"AmqpWs\", no_proxy = \"a,b\", https_proxy = \"p\" }\n",
            {"c.toml:2 https_proxy=p", "c.toml:2 no_proxy=a,b"}},
        {"agent.env.https_proxy = \"\"\n", {"c.toml:1 https_proxy="}},
        {"hostname = \"a\"\r\n\r\n[agent.env]\r\nhttps_proxy = \"p\"\r\n", {"c.toml:4 https_proxy=p"}},
        {"# b\xc3\xbcro\n[agent.env]\nplace = \"B\xc3\xbcro\"\nhttps_proxy = \"p\"\n", {"c.toml:4 https_proxy=p"}},
        {"[agent.env]\nhttps_proxy = \"\\u0041\\n\"\n", {"c.toml:2 https_proxy=A\n"}},
        {"[agent.env]\nhttps_proxy = \"http://u?\" # \xc3\xa4\nno_proxy = \"b\xc3\xbcro\"\n",
            {"! c.toml:2: https_proxy has a character that is not ASCII; write the bytes of a password as %XX",
                "! c.toml:3: no_proxy has a character that is not ASCII; write the bytes of a password as %XX"}},
        {"[agent.env]\nhttps_proxy = \"http://u?\"\n# \xc3\xa4\n", {"c.toml:2 https_proxy=http://u?"}},
        {"[agent.env]\n\xc3\xa4 = 1\n", {"! c.toml:2: is not TOML; correct the line"}},
        {"[env]\nhttps_proxy = \"p\"\n", {}},
        {"[agent.env]\n# https_proxy = \"p\"\n", {}},
        {"[agent.env]\nhttps_proxy = 1\nhttp_proxy = [\"p\"]\n",
            {"! c.toml:3: http_proxy is no text; write it in quotes",
                "! c.toml:2: https_proxy is no text; write it in quotes"}},
        {"agent = 1\n", {}},
        {"[agent]\nenv = 2\n", {}},
        {"[agent.env]\nhttps_proxy = http://u:secret@p:1\n", {"! c.toml:2: is not TOML; correct the line"}},
        {"[agent.env]\nhttps_proxy = \"http://u:secret@p\n", {"! c.toml:2: is not TOML; correct the line"}},
        {"[agent.env]\nhttps_proxy = \"a\"\nhttps_proxy = \"secret\"\n", {"! c.toml:3: is not TOML; correct the line"}},
        {"[agent.env]\n\nx = \"\x1b\"\n", {"! c.toml:3: is not TOML; correct the line"}},
        {"[agent.env]\n[=\n", {"! c.toml:2: is not TOML; correct the line"}},
        {"a = ,\n", {"! c.toml:1: is not TOML; correct the line"}},
        {"a = \"\xff\"\n", {"! c.toml:1: is not TOML; correct the line"}},
        {"\0"s, {"! c.toml:1: is not TOML; correct the line"}},
    };
    for (const auto& r : rows) {
        INFO(r.text);
        CHECK(toml(r.text) == r.wanted);
    }
}

TEST_CASE("config.yaml: the agent's proxy") {
    struct row {
        std::string text;
        strings wanted;
    };
    const row rows[] = {
        {"", {}},
        {"agent:\n  name: \"edgeAgent\"\n  env:\n    https_proxy: \"http://p:1\"\n",
            {"c.yaml:4 https_proxy=http://p:1"}},
        {"agent:\n  env:\n    UpstreamProtocol: AmqpWs\n    HTTPS_proxy: http://u:p%40@p:1 # where\n    no_proxy: 'a, "
         "b'\n",
            {"c.yaml:4 HTTPS_proxy=http://u:p%40@p:1", "c.yaml:5 no_proxy=a, b"}},
        {"agent: {env: {\"https_proxy\": \"p\"}}\n", {"c.yaml:1 https_proxy=p"}},
        {"agent:\r\n  env:\r\n    https_proxy: p\r\n", {"c.yaml:3 https_proxy=p"}},
        {"agent:\n  env: {}\n", {}},
        {"env:\n  https_proxy: p\nagent:\n  config:\n    env:\n      https_proxy: p\n", {}},
        {"x:\n  agent:\n    env:\n      https_proxy: p\n", {}},
        {"- agent:\n    env:\n      https_proxy: p\n", {}},
        {"agent:\n  - env:\n      https_proxy: p\n", {}},
        {"agent:\n  ? [a]\n  : env\n  env:\n    https_proxy: p\n", {"c.yaml:5 https_proxy=p"}},
        {"agent:\n  env:\n    other: {https_proxy: q}\n    list: [https_proxy, q]\n    https_proxy: p\n",
            {"c.yaml:5 https_proxy=p"}},
        {"agent:\n  env:\n    https_proxy:\n", {"! c.yaml:3: https_proxy is no text; write it in quotes"}},
        {"agent:\n  env:\n    https_proxy: [p]\n", {"! c.yaml:3: https_proxy is no text; write it in quotes"}},
        {"x: &secret p\nagent:\n  env:\n    https_proxy: *secret\n",
            {"! c.yaml:4: https_proxy is no text; write it in quotes"}},
        {"agent:\n  env:\n    https_proxy: p\n---\nagent:\n  env:\n    https_proxy: q\n", {"c.yaml:3 https_proxy=p"}},
        {"agent:\n\tenv: secret\n", {"! c.yaml:2: is not YAML; correct the line"}},
        {"agent: {env: {https_proxy: secret\n",
            {"c.yaml:1 https_proxy=secret", "! c.yaml:2: is not YAML; correct the line"}},
        {"agent:\n  env:\n    https_proxy: p\n  }\n",
            {"c.yaml:3 https_proxy=p", "! c.yaml:4: is not YAML; correct the line"}},
        {"agent: *secret\n", {"! c.yaml:1: is not YAML; correct the line"}},
    };
    for (const auto& r : rows) {
        INFO(r.text);
        CHECK(yaml(r.text) == r.wanted);
    }
}

TEST_CASE("config.toml and config.yaml: large and deep texts end") {
    for (const std::string_view part : {"[", "{", "a: ", "- ", "a.", "[a]\n", "\"", "? ", "&a ", "a=[", "a={b="}) {
        INFO(part);
        std::string text;
        while (text.size() < 200'000) text += part;
        CHECK(toml(text).size() <= 1);
        CHECK(yaml(text).size() <= 1);
    }
    std::string dots;
    while (dots.size() < 1'000'000) dots += "a.";
    for (const auto& text : {dots + "a=1\n", "[" + dots + "a]\n", "x={" + dots + "a=1}\n"})
        CHECK(toml(text) == strings{"! c.toml:1: is not TOML; correct the line"});
    dots.resize(2000);
    CHECK(toml("[" + dots + "a]\n" + dots + "a=1\n").empty());
    CHECK(toml(std::string((1 << 20) + 1, '\n')) == strings{"! c.toml: is larger than 1 MB, and is left alone"});
    CHECK(yaml(std::string((1 << 20) + 1, '\n')) == strings{"! c.yaml: is larger than 1 MB, and is left alone"});
    // Aliases that would unfold to a billion.
    std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
    for (char c = 'b'; c <= 'z'; ++c) {
        bomb += std::string(1, c) + ": &" + c + " [";
        for (int i = 0; i < 10; ++i) bomb += std::string(i ? ",*" : "*") + static_cast<char>(c - 1);
        bomb += "]\n";
    }
    CHECK(yaml(bomb).empty());
}
