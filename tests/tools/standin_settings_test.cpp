// SPDX-License-Identifier: MIT
#include <filesystem>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/standin/settings.hpp"

using namespace standin;
using Catch::Matchers::Contains;

TEST_CASE("settings: ports") {
    settings how;
    add_port(how.ports, "443=10443");
    add_port(how.ports, "53=0");
    CHECK(how.ports.at(443) == 10443);
    CHECK(how.ports.at(53) == 0);
    CHECK(how.ports.at(8883) == 8883);
    for (const auto* bad :
        {"", "443", "443=", "=1", "80=8080", "443=65536", "443=-1", "443=1x", "443=10443=1", "x=y"}) {
        INFO(bad);
        CHECK_THROWS_WITH(add_port(how.ports, bad), Contains("--port 443=10443"));
    }
    CHECK_THROWS_WITH(add_port(how.ports, "\x1b[2J=1"), !Contains("\x1b"));
}

TEST_CASE("settings: addresses") {
    CHECK(read_address("192.0.2.7").to_string() == "192.0.2.7");
    CHECK(read_address("[2001:db8::1]").is_v6());
    for (const auto* bad : {"", "localhost", "192.0.2.7:443", "300.1.1.1", "[1"})
        CHECK_THROWS_WITH(read_address(bad), Contains("not an IP address"));
}

TEST_CASE("settings: hub and registry names") {
    settings how;
    take_names(how, {"Contoso", "hub.example.com"}, {"acme", "registry.example.com"});
    CHECK(how.hub == "contoso.azure-devices.net");
    CHECK(how.extra.hubs == std::vector<std::string>{"hub.example.com"});
    CHECK(how.registries == std::vector<std::string>{"acme.azurecr.io", "registry.example.com"});
    CHECK(how.extra.registries == std::vector<std::string>{"registry.example.com"});

    settings china;
    china.cloud = "china";
    take_names(china, {}, {"acme"});
    CHECK(china.hub == "contoso.azure-devices.cn");
    CHECK(china.registries == std::vector<std::string>{"acme.azurecr.cn"});

    settings wrong;
    CHECK_THROWS_WITH(take_names(wrong, {"a b"}, {}), Contains("--hub a b: not a host name"));
    CHECK_THROWS_WITH(take_names(wrong, {"mcr.microsoft.com"}, {}), Contains("a name of mcr"));
    CHECK_THROWS_WITH(take_names(wrong, {}, {"contoso.azure-devices.net"}), Contains("a name of hub"));
    wrong.cloud = "moon";
    CHECK_THROWS_WITH(take_names(wrong, {}, {}), Contains("public, usgov or china"));
}

TEST_CASE("settings: the option file") {
    settings how;
    take_names(how, {"contoso"}, {"acme"});
    auto ports = how.ports;
    const auto at = asio::ip::make_address("192.0.2.7");
    CHECK(write_options(how, ports, at, "/etc/ca.pem") == "# Written by egress-standin: options for egress-check.\n"
                                                          "standin = \"192.0.2.7\"\n"
                                                          "hub = \"contoso.azure-devices.net\"\n"
                                                          "registry = [\"acme.azurecr.io\"]\n"
                                                          "ca = \"/etc/ca.pem\"\n"
                                                          "service-roots = \"/etc/ca.pem\"\n"
                                                          "resolver = [\"192.0.2.7:53\"]\n");
    ports[443] = 10443;
    ports[53] = 10053;
    how.cloud = "china";
    const auto text = write_options(how, ports, asio::ip::make_address("fd00::1"), "/a \"b\"\\c\n.pem");
    CHECK_THAT(text, Contains("port = [\"53=10053\", \"443=10443\"]\n"));
    CHECK_THAT(text, Contains("resolver = [\"[fd00::1]:10053\"]\n"));
    CHECK_THAT(text, Contains("ca = \"/a \\\"b\\\"\\\\c\\u000A.pem\"\n"));
    CHECK_THAT(text, Contains("cloud = \"china\"\n"));
}

TEST_CASE("settings: files appear whole and readable to all") {
    const auto folder = std::filesystem::temp_directory_path() / ("standin_test." + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    const auto path = (folder / "ca.pem").string();
    const auto mask = ::umask(0077);
    write_file(path, "one");
    write_file(path, "two"); // over an older one
    ::umask(mask);
    std::ifstream in(path);
    CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == "two");
    struct stat found {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0644);
    CHECK(std::distance(std::filesystem::directory_iterator(folder), {}) == 1); // nothing left over
    CHECK_THROWS_WITH(write_file((folder / "no" / "file").string(), "x"), Contains("cannot be written"));
    CHECK_THROWS_WITH(write_file(folder.string(), "x"), Contains("cannot be written")); // a folder of that name
    std::filesystem::remove_all(folder);
}
