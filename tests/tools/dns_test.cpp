// SPDX-License-Identifier: MIT
//
// egress-dns as a user calls it, against a name server on loopback that runs on a thread of its own.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include <unistd.h>

#include <asio/executor_work_guard.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/fakes/fake_dns.hpp"

int dns_main(int argc, char** argv);

namespace {

// What the tool said.
struct result {
    int status = -1;
    std::string out, err;
};

struct swapped {
    std::ostream& stream;
    std::ostringstream into;
    std::streambuf* before;
    explicit swapped(std::ostream& s) : stream(s), before(s.rdbuf(into.rdbuf())) {}
    ~swapped() { stream.rdbuf(before); }
};

result call(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "egress-dns");
    std::vector<char*> argv;
    for (auto& a : arguments) argv.push_back(a.data());
    result seen;
    swapped out(std::cout), err(std::cerr);
    seen.status = dns_main(static_cast<int>(argv.size()), argv.data());
    seen.out = out.into.str();
    seen.err = err.into.str();
    return seen;
}

class served {
public:
    served() : thread_([this] { io_.run(); }) {}
    ~served() {
        io_.stop();
        thread_.join();
    }
    result ask(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--resolver", where_, "--limit", "0.3"});
        return call(std::move(arguments));
    }
    const std::string& where() const { return where_; }

private:
    asio::io_context io_;
    fake_dns server_{io_};
    std::string where_ = netprobe::dns::to_string(server_.where());
    std::thread thread_;
};

} // namespace

TEST_CASE("egress-dns: what holds and what does not") {
    const served s;
    struct row {
        std::vector<std::string> names;
        int status;
    };
    const row rows[] = {
        {{"ok.lab"}, 0},
        {{"v4only.lab"}, 0},
        {{"ok.lab", "two.lab", "tc.lab"}, 0},
        {{"127.0.0.1"}, 0},
        {{"nx.lab"}, 1},
        {{"ok.lab", "nx.lab"}, 1},
        {{"nodata.lab"}, 1},
        {{"aaaasilent.lab"}, 1},
        {{"v4only.lab", "--ipv6"}, 1},
        {{"aaaasilent.lab", "--ipv4"}, 0},
    };
    for (const auto& r : rows) {
        INFO(r.names.back());
        const auto seen = s.ask(r.names);
        CHECK(seen.status == r.status);
        for (const auto& name : r.names)
            if (!name.starts_with("--")) CHECK(seen.out.find(name + "\n") != std::string::npos);
    }
}

TEST_CASE("egress-dns: each resolver on a line of its own, and what it let slip") {
    const served s, second;
    auto seen = s.ask({"two.lab", "--resolver", second.where(), "--ipv4"});
    CHECK(seen.status == 0);
    for (const auto& where : {s.where(), second.where()}) {
        const auto line = seen.out.find("  " + where + "  A   ");
        REQUIRE(line != std::string::npos);
        CHECK(seen.out.find(" ms  ok  127.0.0.1 127.0.0.2\n", line) != std::string::npos);
    }
    CHECK(seen.out.find("system") == std::string::npos); // named resolvers decide alone

    seen = s.ask({"ede.lab", "--ipv4"});
    CHECK(seen.out.find("name_not_found (NXDOMAIN)") != std::string::npos);
    CHECK(seen.out.find("without the zone's SOA") != std::string::npos);
    CHECK(seen.out.find("extended error 15 \"blocked by policy\"") != std::string::npos);
    CHECK(s.ask({"nxsoa.lab"}).out.find("without the zone's SOA") == std::string::npos);
    // Nobody waits for a second answer: it counts only if it is there with the first, which on a busy machine it may
    // not be.
    bool noticed = false;
    for (int tries = 0; tries < 20 && !noticed; ++tries)
        noticed = s.ask({"second.lab", "--ipv4"}).out.find("a second, different answer came") != std::string::npos;
    CHECK(noticed);
}

TEST_CASE("egress-dns: JSON lines") {
    const served s;
    const auto seen = s.ask({"ok.lab", "nx.lab", "--json", "--width", "1"});
    CHECK(seen.status == 1);
    std::istringstream lines(seen.out);
    std::vector<nlohmann::json> objects;
    for (std::string line; std::getline(lines, line);) objects.push_back(nlohmann::json::parse(line));
    REQUIRE(objects.size() == 2);
    CHECK(objects[0].at("name") == "ok.lab");
    CHECK(objects[0].at("answers").size() == 2);
    CHECK(objects[1].at("name") == "nx.lab");
}

TEST_CASE("egress-dns: names from a file") {
    const served s;
    char file[] = "/tmp/egress_dns_test_XXXXXX";
    const int fd = ::mkstemp(file);
    REQUIRE(fd >= 0);
    ::close(fd);
    std::ofstream(file) << "# a list\nok.lab two.lab\r\n\nalias.lab # why\n";
    const auto seen = s.ask({"--file", file, "--ipv4"});
    std::remove(file);
    CHECK(seen.status == 0);
    for (const char* name : {"ok.lab\n", "two.lab\n", "alias.lab\n"}) CHECK(seen.out.find(name) != std::string::npos);
}

TEST_CASE("egress-dns: bad use is one line and status 2") {
    const served s;
    const std::vector<std::vector<std::string>> rows = {
        {},
        {"https://hub.lab/"},
        {"hub.lab:443"},
        {"a b"},
        {"b\xc3\xbcro.lab"},
        {"a\x1b[31m"},
        {std::string(300, 'a')},
        {"--file", "/nonexistent/names"},
        {"ok.lab", "--ipv4", "--ipv6"},
        {"ok.lab", "--limit", "0"},
        {"ok.lab", "--resolver", "dns.example"},
        {"ok.lab", "--resolver", "127.0.0.1:0"},
        {"--unknown"},
    };
    for (const auto& r : rows) {
        INFO((r.empty() ? "nothing" : r.back()));
        const auto seen = s.ask(r);
        CHECK(seen.status == 2);
        CHECK(seen.out.empty());
        CHECK(seen.err.starts_with("egress-dns: "));
        CHECK(std::count(seen.err.begin(), seen.err.end(), '\n') == 1);
        CHECK(seen.err.find('\x1b') == std::string::npos);
    }
}
