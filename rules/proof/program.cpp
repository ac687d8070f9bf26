// SPDX-License-Identifier: MIT
#include "rules/proof/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "rules/proof/sandbox.hpp"

namespace rules::proof {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> packages{
    {{"nft", "nftables"}, {"iptables", "iptables"}, {"ip6tables", "iptables"}, {"ipset", "ipset"},
        {"firewall", "firewalld"}, {"ufw", "ufw"}, {"dbus", "dbus"}, {"python3", "python3"}}};

std::string find(const std::string& name) {
    if (name.find('/') != name.npos) return name;
    const char* path = std::getenv("PATH");
    std::string places = (path ? std::string(path) : std::string()) + ":/usr/sbin:/sbin:/usr/bin:/bin";
    for (std::string_view rest = places; !rest.empty();) {
        const auto end = std::min(rest.find(':'), rest.size());
        const auto file = fmt::format("{}/{}", rest.substr(0, end), name);
        if (end > 0 && ::access(file.c_str(), X_OK) == 0) return file;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

std::string contents(int file) {
    std::string out;
    char part[16 * 1024];
    for (;;) {
        const auto got = ::pread(file, part, sizeof part, static_cast<off_t>(out.size()));
        if (got <= 0) return out;
        out.append(part, static_cast<std::size_t>(got));
    }
}

int status_of(int process) {
    int status = 0;
    while (::waitpid(process, &status, 0) < 0)
        if (errno != EINTR) return 255;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// Whether it ended in time. A kernel without process descriptors (before 5.3) waits as long as it takes.
bool ends_within(int process, std::chrono::milliseconds limit) {
    const descriptor end(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
    if (!end) return true;
    const auto until = std::chrono::steady_clock::now() + limit;
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
        pollfd wait{end.get(), POLLIN, 0};
        const int ready = ::poll(&wait, 1, static_cast<int>(std::max<std::int64_t>(left, 0)));
        if (ready >= 0 || errno != EINTR) return ready > 0;
    }
}

// Files in memory, not pipes: nobody can wait for the other.
descriptor memory(std::string_view text = {}) {
    descriptor file(::memfd_create("egress", MFD_CLOEXEC));
    if (!file) throw cannot_prove(fmt::format("no memory file: {}", std::strerror(errno)));
    while (!text.empty()) {
        const auto written = ::write(file.get(), text.data(), text.size());
        if (written <= 0) throw cannot_prove(fmt::format("no memory file: {}", std::strerror(errno)));
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    ::lseek(file.get(), 0, SEEK_SET);
    return file;
}

int start(const std::vector<std::string>& command, int in, int out, int errors) {
    const auto file = program_path(command.front());
    std::vector<char*> words;
    for (const auto& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in, 0);
    ::posix_spawn_file_actions_adddup2(&actions, out, 1);
    ::posix_spawn_file_actions_adddup2(&actions, errors, 2);
    pid_t process = -1;
    const int error = ::posix_spawn(&process, file.c_str(), &actions, nullptr, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw cannot_prove(fmt::format("{}: {}", file, std::strerror(error)));
    return process;
}

} // namespace

std::string program_path(const std::string& name) {
    auto file = find(name);
    if (!file.empty()) return file;
    for (const auto& [prefix, package] : packages)
        if (name.starts_with(prefix))
            throw cannot_prove(
                fmt::format("{} is missing: install {} (Debian: apt-get install {})", name, package, package));
    throw cannot_prove(fmt::format("{} is missing: install it", name));
}

bool installed(const std::string& name) noexcept { return !find(name).empty(); }

finished run(const std::vector<std::string>& command, std::string_view input, std::chrono::milliseconds limit) {
    const auto in = memory(input), out = memory(), errors = memory();
    const int process = start(command, in.get(), out.get(), errors.get());
    const bool in_time = ends_within(process, limit);
    if (!in_time) ::kill(process, SIGKILL); // what it started ends with the sandbox
    const int status = status_of(process);
    if (!in_time)
        throw cannot_prove(
            fmt::format("{} did not end within {} s and was stopped; see whether it ends when run by hand",
                command.front(), std::chrono::duration<double>(limit).count()));
    return {status, contents(out.get()), contents(errors.get())};
}

std::string run_well(const std::vector<std::string>& command, const std::string& what, std::string_view input) {
    auto done = run(command, input);
    if (done.status == 0) return std::move(done.out);
    const auto& words = done.errors.empty() ? done.out : done.errors;
    throw refused(fmt::format("{} refuses {}: {}", command.front(), what, in_one_line(words).substr(0, 400)));
}

// A file in memory, too: a pipe that nobody reads would stop the program when it is full.
running::running(const std::vector<std::string>& command) {
    auto out = memory();
    const descriptor nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    process_ = start(command, nothing.get(), out.get(), out.get());
    output_ = std::move(out);
}

running::~running() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        status_of(process_);
    }
}

std::string running::read(std::chrono::milliseconds quiet, const std::function<bool(const std::string&)>& enough) {
    using clock = std::chrono::steady_clock;
    std::string out;
    char part[16 * 1024];
    for (auto until = clock::now() + quiet;;) {
        const auto got = ::pread(output_.get(), part, sizeof part, static_cast<off_t>(read_));
        if (got > 0) {
            out.append(part, static_cast<std::size_t>(got));
            read_ += static_cast<std::size_t>(got);
            until = clock::now() + quiet;
        } else if (clock::now() >= until || (!out.empty() && enough && enough(out))) {
            return out;
        } else {
            ::poll(nullptr, 0, 2);
        }
    }
}

bool running::ended() noexcept {
    if (process_ > 0 && ::waitpid(process_, nullptr, WNOHANG) == process_) process_ = -1;
    return process_ < 0;
}

std::string in_one_line(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    while (out.ends_with(' ')) out.pop_back();
    return out;
}

} // namespace rules::proof
