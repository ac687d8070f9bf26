// SPDX-License-Identifier: MIT
#include "proxy/pac.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <catch2/catch.hpp>
#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/proxy/device_copy.hpp"

using namespace proxy;
using namespace std::chrono_literals;
using strings = std::vector<std::string>;

namespace {

pac_question question(std::string script, strings hosts = {"hub.example"}) {
    pac_question asked;
    asked.origin = "test.pac";
    asked.script = std::move(script);
    asked.hosts = std::move(hosts);
    asked.may_resolve = false;
    return asked;
}

strings seen(const pac_question& asked) {
    strings out;
    for (const auto& answer : ask_pac(asked)) {
        std::string line = answer.host + ":";
        for (const auto& way : answer.ways) line += " " + way.text;
        out.push_back(answer.error.empty() ? line : answer.error);
    }
    return out;
}

std::string returns(const std::string& body) {
    return seen(question("function FindProxyForURL(url, host) { " + body + " }")).front();
}

struct timed {
    strings lines;
    std::chrono::steady_clock::duration took;
};
timed timed_with(const std::string& body, std::chrono::milliseconds limit) {
    auto asked = question("function FindProxyForURL(url, host) { " + body + " }");
    asked.limit = limit;
    const auto start = std::chrono::steady_clock::now();
    auto lines = seen(asked);
    return {std::move(lines), std::chrono::steady_clock::now() - start};
}

std::size_t open_descriptors() {
    std::size_t count = 0;
    DIR* const list = ::opendir("/proc/self/fd");
    while (::readdir(list) != nullptr) ++count;
    ::closedir(list);
    return count;
}

std::string text_of(const std::string& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

// "PID (NAME) STATE PARENT …"
std::string after_name(pid_t process) {
    const auto stat = text_of("/proc/" + std::to_string(process) + "/stat");
    const auto end = stat.rfind(") ");
    return end == stat.npos ? "" : stat.substr(end + 2);
}
bool is_running(pid_t process) {
    const auto rest = after_name(process);
    return !rest.empty() && rest[0] != 'Z' && rest[0] != 'X';
}

pid_t child_of(pid_t parent) {
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const auto name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") != name.npos) continue;
        const auto rest = after_name(static_cast<pid_t>(std::stol(name)));
        if (rest.size() > 2 && std::atol(rest.c_str() + 2) == parent) return static_cast<pid_t>(std::stol(name));
    }
    return 0;
}

std::string status_of(pid_t process) {
    const auto folder = "/proc/" + std::to_string(process);
    const auto limits = text_of(folder + "/limits");
    const auto files = limits.find("Max open files            0 ");
    return text_of(folder + "/status") + limits + (files == limits.npos ? "" : "unlimited_files: no");
}

strings descriptors_of(pid_t process) {
    strings out;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/fd")) {
        auto target = std::filesystem::read_symlink(entry.path()).string();
        out.push_back(target.substr(0, target.find(':')));
    }
    std::ranges::sort(out);
    return out;
}

} // namespace

TEST_CASE("PAC: a script as they are") {
    const auto* script = R"(
        function FindProxyForURL(url, host) {
            if (isPlainHostName(host) || dnsDomainIs(host, ".corp.example")) return "DIRECT";
            if (shExpMatch(host, "*.azure-devices.net")) return "PROXY hub:3128; DIRECT";
            if (url.substring(0, 6) == "https:") return "PROXY tls:8080";
            return "PROXY plain:80";
        })";
    CHECK(seen(question(script, {"printer", "a.corp.example", "Contoso.azure-devices.net.", "mcr.microsoft.com"})) ==
          strings{"printer: DIRECT", "a.corp.example: DIRECT", "contoso.azure-devices.net: PROXY hub:3128 DIRECT",
              "mcr.microsoft.com: PROXY tls:8080"});
    CHECK(seen(question(script, {})).empty());
}

TEST_CASE("PAC: url, host and this device's address as the script sees them") {
    CHECK(returns("return url == 'https://hub.example/' && host == 'hub.example' ? 'DIRECT' : url;") ==
          "hub.example: DIRECT");
    CHECK(
        seen(question("function FindProxyForURL(url, host) { return url == 'https://[fd00::1]/' && host == 'fd00::1' ? "
                      "'DIRECT' : url + host; }",
            {"fd00::1"})) == strings{"fd00::1: DIRECT"});
    auto asked =
        question("function FindProxyForURL(url, host) { return isInNet(myIpAddress(), '10.1.0.0', '255.255.0.0') "
                 "? 'PROXY here:1' : 'PROXY elsewhere:1'; }");
    asked.my_address = "10.1.2.3";
    CHECK(seen(asked) == strings{"hub.example: PROXY here:1"});
    asked.my_address = "10.2.2.3";
    CHECK(seen(asked) == strings{"hub.example: PROXY elsewhere:1"});
}

TEST_CASE("PAC: names resolve where they may, and only there") {
    auto asked = question("function FindProxyForURL(url, host) { return dnsResolve('localhost') == '127.0.0.1' ? "
                          "'PROXY resolved:1' : 'PROXY nothing:1'; }");
    CHECK(seen(asked) == strings{"hub.example: PROXY nothing:1"});
    asked.may_resolve = true; // from the hosts file
    CHECK(seen(asked) == strings{"hub.example: PROXY resolved:1"});
    CHECK(returns("return isInNet('10.1.2.3', '10.0.0.0', '255.0.0.0') ? 'DIRECT' : 'PROXY a:1';") ==
          "hub.example: DIRECT");
}

TEST_CASE("PAC: what a script does wrong is one line") {
    constexpr auto may = "; it may return \"PROXY HOST:PORT\", \"DIRECT\" and the like";
    CHECK(returns("return 'secret?';") == std::string("test.pac: for hub.example: it returned \"secret?\"") + may);
    CHECK(returns("") == std::string("test.pac: for hub.example: it returned \"undefined\"") + may);
    CHECK(returns("return 42;") == std::string("test.pac: for hub.example: it returned \"42\"") + may);
    CHECK(returns("return ['PROXY a:1', 'DIRECT'].join(';\\n');") == "hub.example: PROXY a:1 DIRECT");
    CHECK(returns("throw 'bad\\nluck';").starts_with("test.pac: it failed for hub.example: "));
    CHECK(returns("throw 'bad\\nluck';").find('\n') == std::string::npos);
    CHECK(returns("nothing.at.all;").find("is not defined") != std::string::npos);
    CHECK(seen(question("function FindProxyForURL("))
              .front()
              .starts_with("test.pac: it is no script that can be run: PAC script:1: SyntaxError"));
    CHECK(seen(question("<html>")).front().starts_with("test.pac: it is no script that can be run: PAC script:1:"));
    CHECK(seen(question("")) ==
          strings{"test.pac: it failed for hub.example: Javascript function FindProxyForURL not defined."});
    CHECK(returns("return {toString: function() { throw 1; }};") ==
          "test.pac: it made its interpreter crash (signal 11), or used more than 256 MB");
    CHECK(returns("alert('who sees that?'); return 'DIRECT';") == "hub.example: DIRECT");
    CHECK(seen(question(std::string("a\0b", 3))) == strings{"test.pac: it holds a zero byte; is it a script?"});
    CHECK(seen(question("\xff\xfe", {"a", "b"})).size() == 2);
    CHECK(seen(question("\xef\xbb\xbf"
                        "function FindProxyForURL() { return 'DIRECT'; }")) == strings{"hub.example: DIRECT"});
}

TEST_CASE("PAC: one bad host does not keep the others from their answers") {
    auto asked = question("function FindProxyForURL(u, host) { if (host == 'b') throw 1; return 'PROXY p:1'; }",
        {"a", "b", "c'+d", "e\n", "f"});
    CHECK(seen(asked) ==
          strings{"a: PROXY p:1", "test.pac: it failed for b: uncaught exception: 1",
              "c'+d: the host has a character that no name has; names have letters, digits, hyphens and dots",
              "e : the host has a character that no name has; names have letters, digits, hyphens and dots",
              "f: PROXY p:1"});
    asked.script = "function FindProxyForURL(u, host) { while (host == 'b'); return 'PROXY p:1'; }";
    asked.limit = 300ms;
    const auto lines = seen(asked);
    CHECK(lines[0] == "a: PROXY p:1");
    CHECK(lines[1] == "test.pac: it did not end within 0.3 s");
    CHECK(lines[4] == "test.pac: it did not end within 0.3 s");
}

TEST_CASE("PAC: loops end at the limit") {
    for (const auto* body : {"while (true) {}", "for (;;) { try { throw 1; } catch (e) {} }",
             "return /^(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab') ? 'DIRECT' : 'DIRECT';"}) {
        INFO(body);
        const auto seen = timed_with(body, 300ms);
        CHECK(seen.lines == strings{"test.pac: it did not end within 0.3 s"});
        CHECK(seen.took < 3s); // a starved machine
    }
    auto asked = question("while (true) {}");
    asked.limit = 200ms;
    CHECK(seen(asked) == strings{"test.pac: it did not end within 0.2 s"});
}

TEST_CASE("PAC: memory, deep calls and long strings stay in the child") {
    for (const auto* body : {"var a = []; while (true) a.push(new Array(1000).join('x'));",
             "var s = 'x'; while (true) s += s;", "var s = 'PROXY x'; for (var i = 0; i < 27; ++i) s += s; return s;",
             "function f() { return f() + 1; } return f();", "var a = []; a = [a]; for (;;) a = [a, a.toString];",
             "return new Array(300000000).join('PROXY x;');"}) {
        INFO(body);
        const auto seen = timed_with(body, 500ms);
        REQUIRE(seen.lines.size() == 1);
        CHECK(seen.lines[0].starts_with("test.pac: "));
        CHECK(seen.lines[0].size() < 400);
        CHECK(seen.took < 5s);
    }
}

TEST_CASE("PAC: large scripts") {
    const std::string filler((1 << 20) - 100, '\n');
    CHECK(seen(question(filler + "function FindProxyForURL() { return 'DIRECT'; }")) == strings{"hub.example: DIRECT"});
    CHECK(seen(question(std::string(10 << 20, '\n'))) ==
          strings{"test.pac: it is larger than 1 MB, and is not run; give another script"});
    for (const char c : {'(', '[', '{', '"', '!', 'a', '/'}) {
        INFO(c);
        CHECK(seen(question(std::string(1 << 20, c))).front().starts_with("test.pac: "));
    }
}

TEST_CASE("PAC: nothing is left behind, and this process is as it was") {
    const auto before = open_descriptors();
    sigset_t mask_before, mask_after;
    pthread_sigmask(SIG_SETMASK, nullptr, &mask_before);
    for (const auto* body : {"return 'DIRECT';", "while (true) {}", "throw 1;"}) timed_with(body, 100ms);
    CHECK(open_descriptors() == before);
    pthread_sigmask(SIG_SETMASK, nullptr, &mask_after);
    for (int number = 1; number < NSIG; ++number)
        CHECK(sigismember(&mask_before, number) == sigismember(&mask_after, number));
    CHECK(::waitpid(-1, nullptr, WNOHANG) == -1); // no child
}

TEST_CASE("PAC: a thread that is about to end is waited for; beside one that stays nothing is run") {
    std::thread brief([] { std::this_thread::sleep_for(50ms); });
    CHECK(returns("return 'DIRECT';") == "hub.example: DIRECT");
    brief.join();
    std::atomic<bool> done = false;
    std::thread stays([&] {
        while (!done) std::this_thread::sleep_for(1ms);
    });
    CHECK(returns("return 'DIRECT';") == "test.pac: it is not run while other work of this program goes on; try again");
    done = true;
    stays.join();
}

TEST_CASE("PAC: a script that resolves without end ends at the limit") {
    const auto seen = timed_with("for (;;) dnsResolve('x.invalid');", 300ms);
    CHECK(seen.lines == strings{"test.pac: it did not end within 0.3 s"});
    CHECK(seen.took < 3s);
}

TEST_CASE("PAC: the process that runs it has no rights, no files, and no life of its own") {
    const pid_t middle = ::fork(); // asks, and waits
    if (middle == 0) {
        auto asked = question("while (true) {}");
        asked.limit = 30s;
        ask_pac(asked);
        std::_Exit(0);
    }
    const auto until = std::chrono::steady_clock::now() + 10s;
    pid_t child = 0;
    std::string status;
    // It is ready when its limits are set, and the limit on files is the last of them.
    while (std::chrono::steady_clock::now() < until && status.find("unlimited_files: no") == status.npos) {
        std::this_thread::sleep_for(5ms);
        child = child_of(middle);
        status = child == 0 ? "" : status_of(child);
    }
    INFO(status);
    REQUIRE(child != 0);
    CHECK(status.find("unlimited_files: no") != status.npos);
    CHECK(status.find("NoNewPrivs:\t1") != status.npos);
    if (::geteuid() == 0) CHECK(status.find("Uid:\t65534\t65534\t65534\t65534") != status.npos);
    CHECK(descriptors_of(child) == strings{"/dev/null", "/dev/null", "/dev/null", "pipe"});

    ::kill(middle, SIGKILL);
    ::waitpid(middle, nullptr, 0);
    while (std::chrono::steady_clock::now() < until && ::kill(child, 0) == 0 && is_running(child))
        std::this_thread::sleep_for(5ms);
    CHECK_FALSE(is_running(child));
}

TEST_CASE("PAC: a script from a file") {
    const device_copy copy;
    copy.write("/proxy.pac", "text");
    copy.write("/large.pac", std::string((1 << 20) + 1, ' '));
    copy.write("/huge.pac", std::string(10 << 20, ' '));
    const auto path = copy.root() + "/proxy.pac";
    CHECK(read_pac_file(path) == "text");
    CHECK(read_pac_file("file://" + path) == "text");
    CHECK(read_pac_file("file://localhost" + path) == "text");
    CHECK_THROWS_WITH(
        read_pac_file("file://server/x.pac"), "file://server/x.pac: names another host; write file:///PATH");
    CHECK_THROWS_WITH(read_pac_file("/no/such.pac"), "/no/such.pac: there is no such file");
    CHECK_THROWS_WITH(read_pac_file(copy.root()), copy.root() + ": is not a file, and is left alone");
    CHECK_THROWS_WITH(read_pac_file(copy.root() + "/large.pac"),
        copy.root() + "/large.pac: is larger than 1 MB; is it a PAC script?");
    CHECK_THROWS_WITH(
        read_pac_file(copy.root() + "/huge.pac"), copy.root() + "/huge.pac: is larger than 4 MB, and is left alone");
}
