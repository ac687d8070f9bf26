// SPDX-License-Identifier: MIT
#include "proxy/pac_child.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <dlfcn.h>
#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace proxy {
namespace {

constexpr int pipe_end = 3;
constexpr rlim_t max_memory = rlim_t{256} << 20; // beyond what this process has anyway
constexpr std::size_t max_text = 4097;
constexpr id_t nobody = 65534;

// libpacparser's functions, which its package documents; no header of it is needed to build.
using printer = int (*)(const char* format, std::va_list arguments);
struct interpreter {
    int (*init)() = nullptr;
    int (*parse_pac_string)(const char* script) = nullptr;
    char* (*find_proxy)(const char* url, const char* host) = nullptr;
    void (*set_my_ip)(const char* address) = nullptr;
    void (*set_error_printer)(printer) = nullptr;
};

// The interpreter tells errors through a function without an argument of its own.
std::array<char, 512> first_error{};

int keep_error(const char* format, std::va_list arguments) {
    if (first_error[0] != 0) return 0;
    return std::vsnprintf(first_error.data(), first_error.size(), format, arguments);
}

void write_all(const char* data, std::size_t size) {
    while (size > 0) {
        const auto written = ::write(pipe_end, data, size);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) std::_Exit(1); // nobody reads any more
        data += written;
        size -= static_cast<std::size_t>(written);
    }
}

void say(pac_record kind, std::string_view text) {
    text = text.substr(0, max_text);
    char head[5] = {static_cast<char>(kind)};
    for (std::size_t i = 0; i < 4; ++i) head[i + 1] = static_cast<char>(text.size() >> (8 * i) & 0xff);
    write_all(head, sizeof head);
    write_all(text.data(), text.size());
}

[[noreturn]] void give_up(std::string_view why) {
    say(pac_record::broken, why);
    std::_Exit(0);
}

void keep_only(int pipe) {
    if (pipe != pipe_end) ::dup2(pipe, pipe_end);
    const int nothing = ::open("/dev/null", O_RDWR);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nothing, standard);
    ::close_range(pipe_end + 1, ~0U, 0);
}

// What a handler of the parent would do here is not meant for this process.
void default_signals() {
    for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool limit(int what, rlim_t to) {
    const rlimit value{to, to};
    return ::setrlimit(static_cast<__rlimit_resource>(what), &value) == 0;
}

rlim_t memory_now() {
    std::FILE* const file = std::fopen("/proc/self/statm", "re");
    unsigned long pages = 0;
    const bool read = file != nullptr && std::fscanf(file, "%lu", &pages) == 1;
    if (file != nullptr) std::fclose(file);
    return read ? rlim_t{pages} * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) : 0;
}

// Rights that are not needed are given up as far as the system lets us: the limits hold without that, too.
void be_nobody() {
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (::geteuid() != 0) return;
    const bool done = ::setgroups(0, nullptr) == 0 && ::setresgid(nobody, nobody, nobody) == 0 &&
                      ::setresuid(nobody, nobody, nobody) == 0;
    if (done) ::prctl(PR_SET_PDEATHSIG, SIGKILL); // setresuid takes it back
}

void set_limits(const pac_question& asked) {
    const auto seconds = static_cast<rlim_t>(asked.limit.count() / 1000 + 1); // should the parent be stopped meanwhile
    const auto memory = memory_now();
    be_nobody();
    const bool held = limit(RLIMIT_CPU, seconds) && memory != 0 && limit(RLIMIT_AS, memory + max_memory) &&
                      limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NPROC, 0) &&
                      (asked.may_resolve || limit(RLIMIT_NOFILE, 0)); // no socket and no file from here on
    if (!held) give_up("its process cannot be limited here, and is not started");
}

template <class Function>
void find(void* library, const char* name, Function& into) {
    // The only way from an object's address to a function's that POSIX knows.
    into = reinterpret_cast<Function>(::dlsym(library, name));
    if (into == nullptr) give_up("this libpacparser is not one that can be used; install libpacparser1 of Debian 12");
}

interpreter load() {
    void* const library = ::dlopen("libpacparser.so.1", RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) give_up("libpacparser.so.1 is missing, which runs such scripts; install libpacparser1");
    interpreter js;
    find(library, "pacparser_init", js.init);
    find(library, "pacparser_parse_pac_string", js.parse_pac_string);
    find(library, "pacparser_find_proxy", js.find_proxy);
    find(library, "pacparser_setmyip", js.set_my_ip);
    find(library, "pacparser_set_error_printer", js.set_error_printer);
    return js;
}

void ask(const interpreter& js, const std::string& host) {
    first_error[0] = 0;
    const auto url = "https://" + (host.find(':') == host.npos ? host : "[" + host + "]") + "/";
    const char* const result = js.find_proxy(url.c_str(), host.c_str());
    if (result == nullptr)
        say(pac_record::failed, first_error.data());
    else
        say(pac_record::result, {result, ::strnlen(result, max_text)});
}

} // namespace

void run_pac_child(const pac_question& asked, int pipe) noexcept {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    keep_only(pipe);
    default_signals();
    try {
        const auto js = load();
        ::unsetenv("PACPARSER_DEBUG"); // it would print the script
        set_limits(asked);
        js.set_error_printer(keep_error);
        if (js.init() == 0) give_up("libpacparser does not start");
        if (!asked.my_address.empty()) js.set_my_ip(asked.my_address.c_str());
        // Browsers have alert(), scripts call it; in front and in the first line, where it moves no line's number.
        const auto script = "function alert() {} " + asked.script;
        if (js.parse_pac_string(script.c_str()) == 0) {
            say(pac_record::no_script, first_error.data());
            std::_Exit(0);
        }
        for (const auto& host : asked.hosts) ask(js, host);
    } catch (...) {
        std::_Exit(1);
    }
    std::_Exit(0);
}

} // namespace proxy
