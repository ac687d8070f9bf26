// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "rules/site/time_servers.hpp"

using namespace rules;

namespace {

device_file system_file(std::string path, std::string text) {
    device_file out;
    out.path = out.shown = std::move(path);
    out.text = std::move(text);
    return out;
}

std::string servers_in(const std::vector<device_file>& files) {
    std::string out;
    for (const auto& one : time_servers_of(files)) out += fmt::format("{}@{} ", one.value, to_string(one.at));
    return out;
}

constexpr auto timesyncd = "/etc/systemd/timesyncd.conf";

} // namespace

TEST_CASE("whom a device asks for the time") {
    CHECK(servers_in({}).empty());
    CHECK(servers_in({system_file(timesyncd, "[Time]\n#NTP=\n#FallbackNTP=0.debian.pool.ntp.org\n")}).empty());
    CHECK(servers_in({system_file(timesyncd, "[Time]\r\nNTP=a.example  b.example\r\nFallbackNTP=c.example\r\n")}) ==
          "a.example@/etc/systemd/timesyncd.conf:2 b.example@/etc/systemd/timesyncd.conf:2 ");
    CHECK(servers_in({system_file("/etc/systemd/timesyncd.conf.d/20-b.conf", "NTP=c.example"),
              system_file("/etc/systemd/timesyncd.conf.d/10-a.conf", "NTP=\nNTP=b.example"),
              system_file(timesyncd, "NTP=a.example")}) ==
          "b.example@/etc/systemd/timesyncd.conf.d/10-a.conf:2 c.example@/etc/systemd/timesyncd.conf.d/20-b.conf:1 ");
    CHECK(servers_in({system_file("/etc/chrony/chrony.conf",
                          "# server no.example\npool  p.example iburst # x\nserver s.example\nserver\nserverx y\n"),
              system_file(timesyncd, "NTP=a.example")}) ==
          "p.example@/etc/chrony/chrony.conf:2 s.example@/etc/chrony/chrony.conf:3 ");
    CHECK(servers_in({system_file("/etc/ntp.conf", "\tpeer p.example")}) == "p.example@/etc/ntp.conf:1 ");
    CHECK(servers_in({system_file("/etc/other.conf", "server p.example")}).empty());
}
