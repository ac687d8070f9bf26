// SPDX-License-Identifier: MIT
#include "proxy/pac.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <thread>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "netprobe/printable.hpp"
#include "proxy/host.hpp"
#include "proxy/pac_child.hpp"
#include "proxy/settings/device_files.hpp"

namespace proxy {
namespace {

using clock = std::chrono::steady_clock;

constexpr std::size_t max_script = std::size_t{1} << 20;
constexpr std::size_t max_hosts = 1000;

std::size_t threads() {
    DIR* const tasks = ::opendir("/proc/self/task");
    if (tasks == nullptr) return 0;
    std::size_t count = 0;
    while (const dirent* const entry = ::readdir(tasks))
        if (entry->d_name[0] != '.') ++count;
    ::closedir(tasks);
    return count;
}

bool alone() {
    const auto until = clock::now() + std::chrono::milliseconds(250);
    while (threads() != 1) {
        if (clock::now() >= until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

// How the child ended, and all that it wrote until then.
struct child_end {
    std::string written;
    int status = 0;
    bool late = false; ///< it was ended at the limit
};

void read_until(child_end& into, int pipe, clock::time_point deadline, std::size_t at_most) {
    char part[16 * 1024];
    while (into.written.size() <= at_most) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock::now()).count();
        pollfd ready{pipe, POLLIN, 0};
        const int count = left <= 0 ? 0 : ::poll(&ready, 1, static_cast<int>(left));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            into.late = true;
            return;
        }
        const auto size = ::read(pipe, part, sizeof part);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return;
        into.written.append(part, static_cast<std::size_t>(size));
    }
}

// Forks with all signals blocked: a handler of this process must not run in the child. Nothing: errno says why.
std::optional<child_end> run(const pac_question& asked) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
    const auto deadline = clock::now() + asked.limit;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t child = ::fork();
    if (child == 0) run_pac_child(asked, ends[1]);
    const int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    ::close(ends[1]);
    child_end end;
    if (child > 0) {
        read_until(end, ends[0], deadline, asked.hosts.size() * 5000 + 5000);
        ::kill(child, SIGKILL); // whatever it does after its last word
        while (::waitpid(child, &end.status, 0) < 0 && errno == EINTR) {
        }
    }
    ::close(ends[0]);
    errno = error;
    if (child < 0) return std::nullopt;
    return end;
}

std::string how_it_ended(const child_end& end, const pac_question& asked) {
    if (end.late) return fmt::format("it did not end within {} s", static_cast<double>(asked.limit.count()) / 1000);
    if (WIFSIGNALED(end.status) && WTERMSIG(end.status) != SIGKILL)
        return fmt::format("it made its interpreter crash (signal {}), or used more than 256 MB", WTERMSIG(end.status));
    return "its process ended early";
}

// "JSERROR: PAC script:3:\n    SyntaxError: …" in one line, without what is the same in all.
std::string in_one_line(std::string_view words) {
    for (const std::string_view start : {"JSERROR: ", "NULL:0:", "pacparser.c: pacparser_find_proxy: "})
        if (words.starts_with(start)) words.remove_prefix(start.size());
    words.remove_prefix(std::min(words.find_first_not_of(" \n"), words.size()));
    std::string out;
    for (const char c : netprobe::printable(words, 300))
        if (c != ' ' || !out.ends_with(' ')) out += c;
    while (out.ends_with(' ')) out.pop_back();
    return out.empty() ? "it failed without a word" : out;
}

// One record of what the child wrote; false: there is no whole one.
bool take_record(std::string_view& from, pac_record& kind, std::string_view& text) {
    if (from.size() < 5) return false;
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4; ++i) size |= std::size_t{static_cast<unsigned char>(from[i + 1])} << (8 * i);
    if (from.size() - 5 < size) return false;
    kind = static_cast<pac_record>(from[0]);
    text = from.substr(5, size);
    from.remove_prefix(5 + size);
    return true;
}

void read_answer(pac_answer& into, const std::string& origin, pac_record kind, std::string_view text) {
    if (kind == pac_record::failed) {
        into.error = fmt::format("{}: it failed for {}: {}", origin, into.host, in_one_line(text));
        return;
    }
    try {
        into.ways = parse_pac_result(text);
    } catch (const std::invalid_argument& wrong) {
        into.error = fmt::format("{}: for {}: {}", origin, into.host, wrong.what());
    }
}

// Why nothing can be asked; empty: it can.
std::string refusal(const pac_question& asked) {
    if (asked.script.size() > max_script) return "it is larger than 1 MB, and is not run; give another script";
    if (asked.script.find('\0') != asked.script.npos) return "it holds a zero byte; is it a script?";
    if (asked.hosts.size() > max_hosts) return "it is not asked for more than 1000 hosts at once";
    if (!alone()) return "it is not run while other work of this program goes on; try again";
    return {};
}

} // namespace

std::vector<pac_answer> ask_pac(const pac_question& asked) {
    const auto origin = netprobe::printable(asked.origin);
    std::vector<pac_answer> answers(asked.hosts.size());
    auto checked = asked;
    // Windows' editors begin files with it; browsers pass over it, the interpreter does not.
    if (checked.script.starts_with("\xef\xbb\xbf")) checked.script.erase(0, 3);
    checked.hosts.clear();
    std::vector<pac_answer*> waiting;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        answers[i].host = netprobe::printable(asked.hosts[i]);
        std::string host;
        const bool v6 = asked.hosts[i].find(':') != std::string::npos;
        if (const auto fault = read_host(host, v6 ? "[" + asked.hosts[i] + "]" : asked.hosts[i])) {
            answers[i].error = fmt::format("{}: the host {}; {}", answers[i].host, fault->what, fault->remedy);
            continue;
        }
        answers[i].host = host;
        checked.hosts.push_back(host);
        waiting.push_back(&answers[i]);
    }
    auto why = refusal(asked);
    if (why.empty() && !waiting.empty()) {
        const auto end = run(checked);
        why = end ? how_it_ended(*end, asked) : fmt::format("no process for it: {}", std::strerror(errno));
        std::string_view rest = end ? std::string_view(end->written) : std::string_view();
        pac_record kind{};
        std::string_view text;
        std::size_t next = 0;
        while (next < waiting.size() && take_record(rest, kind, text)) {
            if (kind == pac_record::broken || kind == pac_record::no_script) {
                why = (kind == pac_record::broken ? "" : "it is no script that can be run: ") + in_one_line(text);
                break;
            }
            read_answer(*waiting[next++], origin, kind, text);
        }
        waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(next));
    }
    for (auto* const answer : waiting) answer->error = fmt::format("{}: {}", origin, why);
    return answers;
}

std::string read_pac_file(const std::string& path_or_url) {
    constexpr std::string_view scheme = "file://";
    auto path = path_or_url;
    if (path.starts_with(scheme)) {
        path.erase(0, scheme.size());
        if (path.starts_with("localhost/")) path.erase(0, std::strlen("localhost"));
        if (!path.starts_with('/'))
            throw std::invalid_argument(netprobe::printable(path_or_url) + ": names another host; write file:///PATH");
    }
    device_files files("/");
    const auto file = files.read(path);
    if (file.state != file_state::read)
        throw std::invalid_argument(files.remarks.empty() ? netprobe::printable(path_or_url) + ": there is no such file"
                                                          : files.remarks.front());
    if (file.text.size() > max_script)
        throw std::invalid_argument(netprobe::printable(path_or_url) + ": is larger than 1 MB; is it a PAC script?");
    return file.text;
}

} // namespace proxy
