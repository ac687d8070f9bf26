// SPDX-License-Identifier: MIT
#include "netprobe/local_peer.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

#include <fmt/format.h>

namespace netprobe {
namespace {

// A device with more sockets than fit is not read: that would hold everything else up. About 7,000.
constexpr std::size_t largest_table = 1 << 20;
constexpr auto time_wait = "06";

using tcp_end = asio::ip::tcp::endpoint;

tcp_end unmapped_end(const tcp_end& end) {
    if (!end.address().is_v6() || !end.address().to_v6().is_v4_mapped()) return end;
    return {asio::ip::make_address_v4(asio::ip::v4_mapped, end.address().to_v6()), end.port()};
}

template <class Number>
std::optional<Number> hex_number(std::string_view text) {
    Number value = 0;
    const auto* end = text.data() + text.size();
    const auto [at, ec] = std::from_chars(text.data(), end, value, 16);
    return ec == std::errc() && at == end ? std::optional(value) : std::nullopt;
}

// "0100007F:1F90": words of 32 bits as they lie in memory, then the port as a number.
std::optional<tcp_end> socket_end_in(std::string_view text) {
    const auto colon = text.find(':');
    if (colon != 8 && colon != 32) return std::nullopt;
    asio::ip::address_v6::bytes_type bytes{};
    for (std::size_t at = 0; at < colon; at += 8) {
        const auto word = hex_number<std::uint32_t>(text.substr(at, 8));
        if (!word) return std::nullopt;
        std::memcpy(bytes.data() + at / 2, &*word, sizeof *word);
    }
    const auto port = hex_number<std::uint16_t>(text.substr(colon + 1));
    if (!port) return std::nullopt;
    if (colon == 32) return unmapped_end({asio::ip::address_v6(bytes), *port});
    return tcp_end(asio::ip::address_v4({bytes[0], bytes[1], bytes[2], bytes[3]}), *port);
}

// An end as the tables write it; of IPv4 the end of what they write where a socket of IPv6 has it.
std::string as_written(const tcp_end& end) {
    const auto hex = [](const auto& bytes) {
        std::string text;
        for (std::size_t at = 0; at < bytes.size(); at += 4) {
            std::uint32_t word = 0;
            std::memcpy(&word, bytes.data() + at, sizeof word);
            text += fmt::format("{:08X}", word);
        }
        return text;
    };
    const auto address =
        end.address().is_v6() ? hex(end.address().to_v6().to_bytes()) : hex(end.address().to_v4().to_bytes());
    return fmt::format("{}:{:04X}", address, end.port());
}

std::string shown_end(const tcp_end& end) {
    std::ostringstream text;
    text << end; // [brackets] for IPv6
    return text.str();
}

} // namespace

std::string local_peer_in(std::string_view table, const tcp_end& own, const tcp_end& peer) {
    const auto ours = unmapped_end(own), theirs = unmapped_end(peer);
    const auto written = as_written(ours);
    std::vector<tcp_end> holders, others; // who has us as the other end, and whom this end of ours has
    for (auto at = table.find(written); at != table.npos; at = table.find(written, at)) {
        const auto begin = table.rfind('\n', at) + 1, end = std::min(table.find('\n', at), table.size());
        at = end;
        std::istringstream words{std::string(table.substr(begin, end - begin))};
        std::string number, here, there, state;
        if (!(words >> number >> here >> there >> state) || state == time_wait) continue;
        const auto left = socket_end_in(here), right = socket_end_in(there);
        if (!left || !right) continue;
        if (*right == ours && *left != theirs) holders.push_back(*left);
        if (*left == ours) others.push_back(*right);
    }
    // One port of ours may serve several connections: one that was made to the holder itself is none of ours.
    std::erase_if(holders, [&](const auto& holder) { return std::ranges::find(others, holder) != others.end(); });
    return holders.empty() ? std::string() : shown_end(holders.front());
}

std::string local_peer(const asio::ip::tcp::socket& socket) {
    std::error_code ec;
    const auto own = socket.local_endpoint(ec);
    if (ec) return {};
    const auto peer = socket.remote_endpoint(ec);
    if (ec) return {}; // not connected
    std::string tables;
    for (const auto* name : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        std::ifstream file(name);
        const auto had = tables.size();
        tables.resize(had + largest_table);
        file.read(tables.data() + had, static_cast<std::streamsize>(largest_table));
        const auto got = static_cast<std::size_t>(file.gcount());
        if (got == largest_table) return {};
        tables.resize(had + got);
    }
    return local_peer_in(tables, own, peer);
}

} // namespace netprobe
