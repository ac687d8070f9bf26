// SPDX-License-Identifier: MIT
#include "netprobe/interface_packets.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <asio/ip/udp.hpp>

#include "netprobe/connect.hpp"

namespace netprobe {
namespace {

constexpr int in_a_row = 8; // more than what others send by chance in these milliseconds
constexpr milliseconds one_try{500};
constexpr int datagrams = 3;
constexpr std::uint16_t discard_port = 9; // RFC 863

// A program that carries packets itself may also answer them itself.
bool carried_by_program(std::string_view interface) {
    std::error_code ignored;
    return std::filesystem::exists("/sys/class/net/" + std::string(interface) + "/tun_flags", ignored);
}

// Packets received and sent of "bytes packets errs drop fifo frame compressed multicast bytes packets ..."
// (proc_pid_net(5)).
struct line_counts {
    std::uint64_t received = 0, sent = 0;
};

std::optional<line_counts> counts_of_line(std::string_view numbers) {
    constexpr std::size_t received = 1, sent = 9;
    std::array<std::uint64_t, sent + 1> values{};
    for (auto& value : values) {
        numbers.remove_prefix(std::min(numbers.find_first_not_of(' '), numbers.size()));
        const auto [at, ec] = std::from_chars(numbers.data(), numbers.data() + numbers.size(), value);
        if (ec != std::errc()) return std::nullopt;
        numbers.remove_prefix(static_cast<std::size_t>(at - numbers.data()));
        if (!numbers.empty() && numbers.front() != ' ') return std::nullopt;
    }
    return line_counts{values[received], values[sent]};
}

// By how much a count has risen; one that went backwards (an interface that is gone) tells nothing.
std::optional<std::uint64_t> rise(std::uint64_t before, std::uint64_t after) {
    return after >= before ? std::optional(after - before) : std::nullopt;
}

// Each datagram is counted as soon as it is sent. One reading would not do: a card that is asked now and then may be
// asked right then.
bool counted_at_once(const wire& on, const connect_observation& towards) {
    std::error_code ec;
    const asio::ip::udp::endpoint peer(asio::ip::make_address(towards.address, ec), discard_port);
    asio::ip::udp::socket socket(on.budget.executor());
    if (!ec) socket.open(peer.protocol(), ec);
    variation as;
    as.ttl = 1; // the first hop puts it away
    if (!ec) ec = apply(as, socket.native_handle(), peer.address().is_v6());
    if (!ec) ec = bind_local(socket.native_handle(), peer.address(), on.local);
    if (!ec) socket.non_blocking(true, ec);
    auto before = count_packets();
    for (int i = 0; i < datagrams && before && !ec; ++i) {
        socket.send_to(asio::buffer("", 1), peer, 0, ec);
        const auto after = count_packets();
        if (ec || !after || after->sent <= before->sent) return false;
        before = after;
    }
    return before && !ec;
}

} // namespace

std::optional<interface_counts> packets_in(
    std::string_view dev, const std::function<bool(std::string_view)>& of_program) {
    std::optional<std::uint64_t> looped;
    interface_counts all;
    std::istringstream lines{std::string(dev)};
    for (std::string line; std::getline(lines, line);) {
        const auto end = line.find(':'); // which no name of an interface has, and neither has a line of headings
        if (end == std::string::npos) continue;
        const auto begin = std::min(line.find_first_not_of(' '), end);
        const auto name = std::string_view(line).substr(begin, end - begin);
        const auto counts = counts_of_line(std::string_view(line).substr(end + 1));
        if (!counts) return std::nullopt; // one that is missing would be one that sent nothing
        if (name == "lo") {
            looped = counts->received;
            continue;
        }
        all.sent += counts->sent;
        if (of_program(name)) all.to_programs += counts->sent;
    }
    if (!looped) return std::nullopt;
    all.looped = *looped;
    return all;
}

std::optional<interface_counts> count_packets() {
    std::ifstream file("/proc/net/dev");
    std::ostringstream text;
    text << file.rdbuf();
    return packets_in(text.str(), carried_by_program);
}

asio::awaitable<std::optional<refused_in_a_row>> read_refusals(
    const wire& on, const connect_observation& first, const variation& as) {
    const auto refused = [](const auto& c) { return c.failed == failure::refused && c.kernel.icmp.empty(); };
    if (!refused(first)) co_return std::nullopt;
    const auto before = count_packets();
    if (!before) co_return std::nullopt;
    refused_in_a_row seen;
    for (; seen.refused < in_a_row; ++seen.refused) {
        asio::ip::tcp::socket socket(on.budget.executor());
        const auto limit = std::min(one_try, on.budget.step_limit());
        const auto one = co_await connect(on, socket, first.address, first.port, as, limit);
        if (!refused(one) || on.budget.over()) co_return std::nullopt;
    }
    const auto after = count_packets();
    if (!after) co_return std::nullopt;
    const auto looped = rise(before->looped, after->looped), sent = rise(before->sent, after->sent),
               to_programs = rise(before->to_programs, after->to_programs);
    if (!looped || !sent || !to_programs) co_return std::nullopt;
    seen.looped = *looped;
    seen.sent = *sent;
    seen.to_programs = *to_programs;
    seen.counted_at_once = seen.sent < static_cast<std::uint64_t>(seen.refused) && counted_at_once(on, first);
    co_return seen;
}

} // namespace netprobe
