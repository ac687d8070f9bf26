// SPDX-License-Identifier: MIT
//
// Real lookups here are of names that the hosts file or the library itself answers: nothing leaves.
#include "netprobe/dns/system.hpp"

#include <atomic>
#include <thread>

#include <netdb.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>

#include "tests/run.hpp"

using namespace netprobe;
using namespace netprobe::dns;
using namespace std::chrono_literals;
using strings = std::vector<std::string>;

namespace {

struct bench {
    asio::io_context io;
    time_budget budget;

    explicit bench(milliseconds step = 1000ms, milliseconds all = 5000ms) : budget(io.get_executor(), step, all) {}

    system_answer ask(std::string name, library_lookup lookup, std::string hosts = {}) {
        return run(io, ask_system(std::move(name), std::move(hosts), budget, std::move(lookup)));
    }
    system_answer ask_code(int code, int system_error = 0) {
        return ask("hub.lab", [=](const std::string&) { return library_answer{code, system_error, "", {}}; });
    }
};

} // namespace

TEST_CASE("system: the library's own answer") {
    bench b;
    auto seen = b.ask("127.0.0.7", ask_library);
    CHECK(seen.ok());
    CHECK(seen.addresses == strings{"127.0.0.7"});
    CHECK(seen.canonical == "127.0.0.7");

    seen = b.ask("localhost", ask_library, "127.0.0.1 localhost\n::1 localhost\n");
    CHECK(seen.ok());
    CHECK_FALSE(seen.addresses.empty());
    CHECK(seen.hosts_file == strings{"127.0.0.1", "::1"});
    CHECK(seen.elapsed_ms > 0);

    // Longer than a name can be: the library refuses it without asking.
    seen = b.ask(std::string(70000, 'a'), ask_library);
    CHECK_FALSE(seen.ok());
    CHECK(seen.code.starts_with("EAI_"));
}

TEST_CASE("system: answers in the library's order") {
    bench b;
    const auto seen = b.ask("hub.lab", [](const std::string& name) {
        return library_answer{0, 0, name + ".corp\x1b", {"fd00::1", "10.0.0.2", "10.0.0.1"}};
    });
    CHECK(seen.ok());
    CHECK(seen.addresses == strings{"fd00::1", "10.0.0.2", "10.0.0.1"});
    CHECK(seen.canonical == "hub.lab.corp?");
    CHECK(seen.hosts_file.empty());
}

TEST_CASE("system: failure words") {
    struct row {
        int code;
        int system_error;
        failure failed;
        const char* word;
    };
    const row rows[] = {
        {0, 0, failure::no_address, ""},
        {EAI_NONAME, 0, failure::name_not_found, "EAI_NONAME"},
        {EAI_NODATA, 0, failure::no_address, "EAI_NODATA"},
        {EAI_AGAIN, 0, failure::timed_out, "EAI_AGAIN"},
        {EAI_FAIL, 0, failure::dns_error, "EAI_FAIL"},
        {EAI_MEMORY, 0, failure::no_descriptor, "EAI_MEMORY"},
        {EAI_SYSTEM, EMFILE, failure::no_descriptor, "EMFILE"},
        {-4711, 0, failure::unknown, "EAI -4711"},
    };
    bench b;
    for (const auto& r : rows) {
        const auto seen = b.ask_code(r.code, r.system_error);
        CHECK(seen.failed == r.failed);
        CHECK(seen.code == r.word);
        CHECK(seen.detail.empty() == (r.code == 0));
    }
}

TEST_CASE("system: a lookup that does not come back in time is left alone") {
    auto release = std::make_shared<std::atomic<bool>>(false);
    auto ended = std::make_shared<std::atomic<bool>>(false);
    const library_lookup stuck = [=](const std::string&) {
        while (!*release) std::this_thread::sleep_for(2ms);
        *ended = true;
        return library_answer{0, 0, "", {"10.0.0.1"}};
    };
    {
        bench b(60ms);
        const auto seen = b.ask("hub.lab", stuck, "10.0.0.9 hub.lab\n");
        CHECK(seen.failed == failure::timed_out);
        CHECK(seen.addresses.empty());
        CHECK(seen.hosts_file == strings{"10.0.0.9"});
        CHECK(seen.elapsed_ms >= 60);
        CHECK(seen.elapsed_ms < 500);
        CHECK(b.ask("127.0.0.7", ask_library).ok()); // the loop goes on
    }
    *release = true; // the loop and its budget are gone: the late answer must touch nothing of them
    for (int i = 0; i < 500 && !*ended; ++i) std::this_thread::sleep_for(2ms);
    CHECK(*ended);
    std::this_thread::sleep_for(5ms);
}

TEST_CASE("system: a lookup that never comes back does not keep the process") {
    bench b(30ms);
    const library_lookup never = [](const std::string&) -> library_answer {
        while (true) std::this_thread::sleep_for(1h);
    };
    CHECK(b.ask("hub.lab", never).failed == failure::timed_out); // and this program ends all the same
}

TEST_CASE("system: interrupted") {
    bench b(5000ms);
    asio::steady_timer soon(b.io, 30ms);
    soon.async_wait([&](std::error_code) { b.budget.interrupt(); });
    const auto slow = [](const std::string&) {
        std::this_thread::sleep_for(300ms);
        return library_answer{};
    };
    CHECK(b.ask("hub.lab", slow).failed == failure::interrupted);
    CHECK(b.ask("hub.lab", slow).failed == failure::interrupted); // not even started
}

TEST_CASE("system: not a name") {
    bench b;
    const auto unexpected = [](const std::string&) { return library_answer{0, 0, "", {"10.0.0.1"}}; };
    CHECK(b.ask("", unexpected).failed == failure::not_tried);
    CHECK(b.ask(std::string("a\0b", 3), unexpected).failed == failure::not_tried);
}

TEST_CASE("system: no descriptor left") {
    bench b;
    b.ask("127.0.0.7", ask_library);
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
    const rlimit none{0, before.rlim_max};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &none) == 0);
    const auto seen = b.ask_code(0);
    REQUIRE(setrlimit(RLIMIT_NOFILE, &before) == 0);
    CHECK(seen.failed == failure::no_descriptor);
    CHECK(seen.code == "EMFILE");
}

TEST_CASE("system: many lookups leave no descriptor behind") {
    bench b;
    const auto next_free = [] {
        const int fd = ::dup(0);
        ::close(fd);
        return fd;
    };
    b.ask_code(EAI_NONAME);
    std::this_thread::sleep_for(5ms);
    const int before = next_free();
    for (int i = 0; i < 50; ++i) b.ask_code(EAI_NONAME);
    std::this_thread::sleep_for(20ms); // the last thread closes its end just after the answer is seen
    CHECK(next_free() == before);
}
