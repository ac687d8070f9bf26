// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "golden.hpp"
#include "windows_policies.hpp"

using Catch::Contains;
using policies::complaint;
using policies::packet;
using policies::replaced;

namespace {

std::string script() { return policies::text("netsh", policies::site()); }

std::string added(const std::string& rule) { return "netsh advfirewall firewall add rule " + rule + "\r\n"; }

} // namespace

TEST_CASE("netsh: as it was") { CHECK(script() == golden("rules_windows.cmd", script())); }

TEST_CASE("netsh: the default is the last thing set, the old rules go first") {
    const auto text = script();
    CHECK(text.find("delete rule name=\"Egress: Azure IoT Edge\"") < text.find("add rule"));
    CHECK(text.rfind("add rule") < text.find("blockinbound,blockoutbound"));
    CHECK_THAT(text, Contains("rem This sets the default for inbound traffic, too"));
    CHECK_THAT(policies::text("netsh", policies::only_allowing(policies::site())),
        !Contains("blockoutbound") && !Contains("inbound traffic"));
}

TEST_CASE("netsh: the block-all rule that other tools end with stops everything") {
    // aerleon 1.17, windows_advfirewall, as it was emitted but for the names.
    const auto text =
        added("name=a dir=out interfacetype=any action=allow protocol=tcp remoteip=203.0.113.10/32 "
              "remoteport=443,5671,8883 profile=any enable=yes") +
        added("name=b dir=out interfacetype=any action=allow protocol=udp remoteip=10.9.0.53/32 remoteport=53") +
        added("name=c dir=out interfacetype=any action=block remoteip=any profile=any enable=yes");
    const auto read = policies::read("netsh", text);
    REQUIRE(read.rules.size() == 3);
    for (const auto& p :
        {packet("203.0.113.10", 6, 443), packet("203.0.113.10", 6, 8883), packet("10.9.0.53", 17, 53)}) {
        const auto said = decide(read, p);
        CHECK_FALSE(said.allow);
        CHECK(said.rule == 2u);
    }
    const auto without = policies::read("netsh", text.substr(0, text.rfind("netsh")));
    CHECK(decide(without, packet("203.0.113.10", 6, 443)).allow);
    CHECK(decide(without, packet("1.1.1.1", 6, 443)).allow); // no default was set
    auto blocked = text.substr(0, text.rfind("netsh")) +
                   "netsh advfirewall set allprofiles firewallpolicy blockinbound,blockoutbound || exit /b 1\r\n";
    CHECK_FALSE(decide(policies::read("netsh", blocked), packet("1.1.1.1", 6, 443)).allow);
    CHECK(decide(policies::read("netsh", blocked), packet("10.9.0.53", 17, 53)).allow);
}

TEST_CASE("netsh: one line for what the file does not have") {
    struct row {
        const char* name;
        std::string what, with;
        const char* says;
    };
    for (const auto& r :
        std::vector<row>{{"another command", "@echo off", "del C:\\x", "a command that the file does not have"},
            {"another netsh command", "netsh advfirewall show", "netsh advfirewall reset & rem", "a command"},
            {"two commands", "enable=yes || exit /b 1", "enable=yes & del x", "cmd.exe would see more"},
            {"a pipe", "enable=yes || exit /b 1", "enable=yes | more", "cmd.exe would see more"},
            {"a variable", "protocol=TCP", "protocol=%PROTO%", "cmd.exe would see more"},
            {"a caret", "protocol=TCP", "protocol=T^CP", "cmd.exe would see more"},
            {"redirection", "enable=yes ||", "enable=yes > x ||", "cmd.exe would see more"},
            {"delayed expansion", "protocol=TCP", "protocol=!x!", "cmd.exe would see more"},
            {"an unknown key", "profile=any", "program=x.exe", "program is not known here"},
            {"a key twice", "profile=any", "dir=out", "dir is there twice"},
            {"no name", "name=\"Egress: Azure IoT Edge\" dir", "dir", "the rule has no name"},
            {"no direction", "dir=out ", "", "does not say its direction"},
            {"one profile", "profile=any", "profile=domain", "profile is not any"},
            {"an empty value", "protocol=TCP", "protocol=", "protocol is empty"},
            {"no value", "dir=out action", "dir action", "dir action is not known"},
            {"a word alone", "enable=yes ||", "enable=yes x ||", "\"x\" has no value"},
            {"a quote not closed", "Azure IoT Edge\" dir", "Azure IoT Edge dir", "is not known here"},
            {"a list with a hole", "remoteport=53", "remoteport=53,,54", "no port"},
            {"delete behind the rules", "netsh advfirewall show",
                "netsh advfirewall firewall delete rule name=\"Egress: Azure IoT Edge\" >nul\r\nrem",
                "ahead of the rules"},
            {"not ASCII", "rem owner", "rem \xc3\xa9", "not printable ASCII"}}) {
        INFO(r.name);
        auto text = script();
        if (r.what.starts_with("name="))
            text.erase(text.find("netsh advfirewall firewall delete"), 74); // the first that matches
        const auto said = complaint("netsh", replaced(text, r.what, r.with));
        CHECK_THAT(said, Catch::StartsWith("f:") && Contains(r.says));
        CHECK(said.find('\n') == said.npos);
    }
    CHECK(complaint("netsh", added("name=\"x")) == "f:1: a quote is not closed; give a file that egress-rules wrote");
}

TEST_CASE("netsh: what may be left out has the value that netsh gives it") {
    const auto read = policies::read("netsh", added("name=all dir=OUT action=Allow"));
    REQUIRE(read.rules.size() == 1);
    CHECK(read.rules[0].protocols.empty());
    CHECK(read.rules[0].to.empty());
    CHECK(read.rules[0].label == "all");
    CHECK(policies::read("netsh", added("name=off dir=out action=allow enable=no")).rules.empty());
}

TEST_CASE("netsh: seeded faults are found") {
    struct row {
        std::string what, with;
        bool leak;
    };
    for (const auto& r : std::vector<row>{{",203.0.113.64/27,", ",203.0.113.64/26,", true},
             {"=203.0.113.10,", "=203.0.113.11,", true}, {"443,5671,8883 profile", "443-8883 profile", true},
             {"443,5671,8883 profile", "443,5671 profile", false}, {"protocol=UDP", "protocol=any", true},
             {"remoteip=10.9.0.53", "remoteip=any", true}, {"action=allow", "action=block", false},
             {"enable=yes", "enable=no", false}, {"blockinbound,blockoutbound || exit /b 1", "", true}}) {
        INFO(r.what << " -> " << r.with);
        auto text = script();
        if (r.with.empty())
            text.erase(text.find("netsh advfirewall set"),
                text.find("\r\n", text.find("netsh advfirewall set")) + 2 - text.find("netsh advfirewall set"));
        else
            text = replaced(text, r.what, r.with);
        if (r.what == "protocol=UDP")
            text = replaced(text, "protocol=any remoteip=10.9.0.53 remoteport=53",
                "protocol=any remoteip=10.9.0.53 remoteport=any");
        const auto found = prove_by_model(policies::row("netsh"), {{"f", text}}, policies::site());
        CHECK((r.leak ? found.leak_count : found.blocked_count) > 0);
    }
}
