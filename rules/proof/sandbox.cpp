// SPDX-License-Identifier: MIT
#include "rules/proof/sandbox.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include "rules/proof/descriptor.hpp"
#include "rules/proof/netlink.hpp"

namespace rules::proof {
namespace {

bool write_file(const std::string& file, std::string_view text) noexcept {
    const descriptor to(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
    return to && ::write(to.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

// Why unshare() failed, in terms of what the administrator can change.
std::string remedy(int error) {
    if (error == ENOSPC)
        return "this machine allows no more namespaces (sysctl user.max_user_namespaces, user.max_net_namespaces); "
               "raise "
               "it, or run as root";
    if (error == EPERM || error == EACCES)
        return "this machine forbids namespaces to ordinary users (sysctl kernel.unprivileged_userns_clone=0, "
               "kernel.apparmor_restrict_unprivileged_userns=1, or a container without CAP_SYS_ADMIN); run as root, or "
               "allow "
               "it";
    return fmt::format("no network namespace: {}", std::strerror(error));
}

// Root of a user namespace of its own, where the process may not make network namespaces as it is.
void enter_namespaces() {
    if (::geteuid() == 0 && ::unshare(CLONE_NEWNET) == 0) return;
    const auto user = ::geteuid(), group = ::getegid();
    // A process that was made undumpable (setpriv, sudo) may not write its own maps.
    ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) throw cannot_prove(remedy(errno));
    write_file("/proc/self/setgroups", "deny");
    if (!write_file("/proc/self/uid_map", fmt::format("0 {} 1", user)) ||
        !write_file("/proc/self/gid_map", fmt::format("0 {} 1", group)))
        throw cannot_prove(remedy(errno));
}

// The first letter says what the rest is.
std::string run(const std::function<std::string(const std::string&)>& body, const std::string& folder) {
    try {
        enter_namespaces();
        // Legacy iptables takes a lock; the machine's own is not ours, and not an ordinary user's to open.
        ::setenv("XTABLES_LOCKFILE", (folder + "/xtables.lock").c_str(), 1);
        ::setenv("LC_ALL", "C", 1);
        netlink().up("lo");
        return "=" + body(folder);
    } catch (const cannot_prove& e) {
        return fmt::format("c{}", e.what());
    } catch (const refused& e) {
        return fmt::format("r{}", e.what());
    } catch (const std::invalid_argument& e) {
        return fmt::format("i{}", e.what());
    } catch (const std::exception& e) {
        return fmt::format("x{}", e.what());
    }
}

void send(int to, std::string_view text) {
    while (!text.empty()) {
        const auto sent = ::write(to, text.data(), text.size());
        if (sent <= 0) break;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
}

// What ends a program waits until nothing of ours is left, and ends it then.
class held_signals {
public:
    held_signals() {
        sigset_t ours;
        sigemptyset(&ours);
        for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
            struct sigaction now {};
            ::sigaction(number, nullptr, &now);
            // One that is ignored (nohup) stays so; held, it would arrive here.
            if (now.sa_handler != SIG_IGN) sigaddset(&ours, number);
        }
        ::sigprocmask(SIG_BLOCK, &ours, &before_);
        arrived_ = descriptor(::signalfd(-1, &ours, SFD_CLOEXEC));
    }
    held_signals(const held_signals&) = delete;
    held_signals& operator=(const held_signals&) = delete;
    ~held_signals() { let_go(); }

    void let_go() const noexcept { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }
    int arrived() const noexcept { return arrived_.get(); } // can be read when one has; it stays there

private:
    sigset_t before_{};
    descriptor arrived_;
};

enum class ending { said, late, interrupted };

// Until the child closes its end.
ending receive(int from, int interrupted, std::chrono::milliseconds limit, std::string& into) {
    const auto until = std::chrono::steady_clock::now() + limit;
    char part[16 * 1024];
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
        pollfd wait[2] = {{from, POLLIN, 0}, {interrupted, POLLIN, 0}};
        const int ready = left <= 0 ? 0 : ::poll(wait, 2, static_cast<int>(left));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return ending::late;
        if (wait[1].revents != 0) return ending::interrupted;
        const auto got = ::read(from, part, sizeof part);
        if (got <= 0) return ending::said;
        into.append(part, static_cast<std::size_t>(got));
    }
}

// An empty folder, gone with it.
struct private_folder {
    std::string path;

    private_folder() : path((std::filesystem::temp_directory_path() / "egress-proof-XXXXXX").string()) {
        if (!::mkdtemp(path.data())) throw cannot_prove(fmt::format("{}: {}; set TMPDIR", path, std::strerror(errno)));
    }
    private_folder(const private_folder&) = delete;
    private_folder& operator=(const private_folder&) = delete;
    ~private_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

// Ends a child and all that it started, and waits for them: what still runs could write into a folder that goes. The
// number of the group stays the child's own until the child is waited for.
int end_all(int child, bool now) {
    if (now) ::kill(-child, SIGKILL);
    siginfo_t gone{};
    while (::waitid(P_PID, static_cast<id_t>(child), &gone, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
    }
    ::kill(-child, SIGKILL); // daemons that it left, which are this process's children now
    int status = 0, other = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    while (::waitpid(-child, &other, 0) > 0 || errno == EINTR) {
    }
    return status;
}

// Orphans of the sandbox become children of this process, not of init, so that it can wait for them.
struct heir {
    int before = 0;

    heir() {
        ::prctl(PR_GET_CHILD_SUBREAPER, &before);
        ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    }
    heir(const heir&) = delete;
    heir& operator=(const heir&) = delete;
    ~heir() { ::prctl(PR_SET_CHILD_SUBREAPER, before); }
};

std::string answer(const std::string& said, ending how, int status, std::chrono::milliseconds limit) {
    if (how == ending::interrupted) throw cannot_prove("it was interrupted");
    if (how == ending::late)
        throw cannot_prove(fmt::format("the proof did not end within {} s and was stopped", limit.count() / 1000));
    if (said.empty()) throw std::runtime_error(fmt::format("the proof's process ended early (status {:#x})", status));
    const auto text = said.substr(1);
    switch (said[0]) {
    case '=': return text;
    case 'c': throw cannot_prove(text);
    case 'r': throw refused(text);
    case 'i': throw std::invalid_argument(text);
    default: throw std::runtime_error(text);
    }
}

} // namespace

std::string in_sandbox(const std::function<std::string(const std::string&)>& body, std::chrono::milliseconds limit) {
    const held_signals signals; // the last to go: then a signal that came may end this process
    const heir orphans;
    const private_folder folder;
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error(std::strerror(errno));
    descriptor here(ends[0]), there(ends[1]);
    const auto parent = ::getpid();
    const auto child = ::fork();
    if (child < 0) throw cannot_prove(fmt::format("no process: {}", std::strerror(errno)));
    if (child == 0) {
        here.close();
        ::setpgid(0, 0); // so that all it starts can be ended with it
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(1);
        signals.let_go();
        send(there.get(), run(body, folder.path));
        there.close();
        ::_exit(0); // no destructors and buffers of the parent's
    }
    ::setpgid(child, child);
    there.close();
    std::string said;
    const auto how = receive(here.get(), signals.arrived(), limit, said);
    return answer(said, how, end_all(child, how != ending::said), limit);
}

bool set_kernel(std::string_view setting, std::string_view value) noexcept {
    return write_file(fmt::format("/proc/sys/{}", setting), value);
}

} // namespace rules::proof
