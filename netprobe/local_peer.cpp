// SPDX-License-Identifier: MIT
#include "netprobe/local_peer.hpp"

#include <charconv>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>

namespace netprobe {
namespace {

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

std::string shown_end(const tcp_end& end) {
    std::ostringstream text;
    text << end; // [brackets] for IPv6
    return text.str();
}

} // namespace

std::string local_peer_in(std::string_view table, const tcp_end& own, const tcp_end& peer) {
    const auto ours = unmapped_end(own), theirs = unmapped_end(peer);
    std::istringstream lines{std::string(table)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string number, here, there;
        if (!(words >> number >> here >> there)) continue;
        const auto holder = socket_end_in(here), to = socket_end_in(there);
        if (holder && to == ours && *holder != theirs) return shown_end(*holder);
    }
    return {};
}

std::string local_peer(const asio::ip::tcp::socket& socket) {
    std::error_code ec;
    const auto own = socket.local_endpoint(ec);
    if (ec) return {};
    const auto peer = socket.remote_endpoint(ec);
    if (ec) return {}; // not connected
    for (const auto* name : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        std::ifstream file(name);
        std::ostringstream text;
        text << file.rdbuf();
        if (auto held = local_peer_in(text.str(), own, peer); !held.empty()) return held;
    }
    return {};
}

} // namespace netprobe
