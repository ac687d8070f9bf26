// SPDX-License-Identifier: MIT
#include "netprobe/dns/system.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <memory>
#include <thread>
#include <utility>

#include <asio/posix/stream_descriptor.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netprobe/dns/resolv_conf.hpp"
#include "netprobe/errc.hpp"
#include "netprobe/printable.hpp"

namespace netprobe::dns {
namespace {

constexpr std::size_t max_library_addresses = 64;

// What the thread and the loop share. The thread owns the pipe's writing end and closes it when the
// answer is there: nothing to write, no signal when nobody reads any more, and the loop's end leaves
// its event queue when closed, which the duplicate of a descriptor would not.
struct post_box {
    library_answer answer;
    std::atomic<bool> filled = false;
};

struct row {
    int code;
    const char* word;
    failure means;
};
constexpr row library_codes[] = {
    {EAI_NONAME, "EAI_NONAME", failure::name_not_found},
    {EAI_NODATA, "EAI_NODATA", failure::no_address},
    {EAI_ADDRFAMILY, "EAI_ADDRFAMILY", failure::no_address},
    {EAI_AGAIN, "EAI_AGAIN", failure::timed_out},
    {EAI_FAIL, "EAI_FAIL", failure::dns_error},
    {EAI_MEMORY, "EAI_MEMORY", failure::no_descriptor},
    {EAI_OVERFLOW, "EAI_OVERFLOW", failure::name_not_found},
    {EAI_IDN_ENCODE, "EAI_IDN_ENCODE", failure::name_not_found},
    {EAI_SYSTEM, "EAI_SYSTEM", failure::unknown},
    {EAI_FAMILY, "EAI_FAMILY", failure::unknown},
    {EAI_SERVICE, "EAI_SERVICE", failure::unknown},
    {EAI_SOCKTYPE, "EAI_SOCKTYPE", failure::unknown},
    {EAI_BADFLAGS, "EAI_BADFLAGS", failure::unknown},
};

void judge(system_answer& seen, const library_answer& said) {
    seen.canonical = printable(said.canonical);
    for (const auto& address : said.addresses)
        if (seen.addresses.size() < max_library_addresses) seen.addresses.push_back(printable(address));
    if (said.code == 0) {
        seen.failed = seen.addresses.empty() ? failure::no_address : failure::none;
        return;
    }
    seen.failed = failure::unknown;
    seen.code = "EAI " + std::to_string(said.code);
    for (const auto& r : library_codes)
        if (r.code == said.code) {
            seen.failed = r.means;
            seen.code = r.word;
        }
    if (said.code == EAI_SYSTEM) {
        const std::error_code ec(said.system_error, std::system_category());
        seen.failed = classify(ec);
        seen.code = code_word(ec);
    }
    seen.detail = gai_strerror(said.code);
}

// Starts the thread; the error if the system has none to give.
std::error_code start(const std::shared_ptr<post_box>& box, int write_end, std::string name, library_lookup lookup) {
    try {
        std::thread([box, write_end, name = std::move(name), lookup = std::move(lookup)] {
            box->answer = lookup(name);
            box->filled.store(true, std::memory_order_release);
            ::close(write_end);
        }).detach();
        return {};
    } catch (const std::system_error& e) {
        ::close(write_end);
        return e.code();
    }
}

} // namespace

library_answer ask_library(std::string name) {
    library_answer said;
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_CANONNAME; // and not AI_ADDRCONFIG
    addrinfo* list = nullptr;
    said.code = ::getaddrinfo(name.c_str(), nullptr, &hints, &list);
    said.system_error = errno;
    if (said.code != 0) return said;
    if (list->ai_canonname) said.canonical = list->ai_canonname;
    for (const auto* a = list; a && said.addresses.size() < max_library_addresses; a = a->ai_next) {
        std::array<char, INET6_ADDRSTRLEN + 32> text{}; // with the scope
        if (::getnameinfo(a->ai_addr, a->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0)
            continue;
        std::string address(text.data());
        if (std::ranges::find(said.addresses, address) == said.addresses.end())
            said.addresses.push_back(std::move(address));
    }
    ::freeaddrinfo(list);
    return said;
}

asio::awaitable<system_answer> ask_system(
    std::string name, std::string hosts_file, time_budget& budget, library_lookup lookup) {
    system_answer seen;
    seen.started_ms = budget.now_ms();
    seen.hosts_file = parse_hosts_file(hosts_file, name);
    if (budget.over()) {
        seen.failed = failure::interrupted;
        co_return seen;
    }
    if (name.empty() || name.find('\0') != std::string::npos) { // the library would read another name
        seen.failed = failure::not_tried;
        seen.detail = "not a name";
        co_return seen;
    }

    const auto box = std::make_shared<post_box>();
    std::array<int, 2> ends{};
    std::error_code ec;
    asio::posix::stream_descriptor done(budget.executor());
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
        ec.assign(errno, std::system_category());
    } else {
        done.assign(ends[0], ec);
        if (ec) {
            ::close(ends[0]);
            ::close(ends[1]);
        } else {
            ec = start(box, ends[1], std::move(name), std::move(lookup));
        }
    }
    const watchdog guard(budget, [&done] {
        std::error_code ignored;
        done.close(ignored);
    });
    if (!ec)
        co_await done.async_wait(
            asio::posix::stream_descriptor::wait_read, asio::redirect_error(asio::use_awaitable, ec));
    if (box->filled.load(std::memory_order_acquire))
        judge(seen, box->answer); // even where the limit ran out at the same moment
    else
        conclude(seen, ec, guard);
    seen.elapsed_ms = budget.now_ms() - seen.started_ms;
    co_return seen;
}

} // namespace netprobe::dns
