// SPDX-License-Identifier: MIT
#include "proxy/socks5.hpp"

#include <algorithm>

#include <asio/ip/address.hpp>

namespace proxy::socks5 {
namespace {

constexpr std::uint8_t version = 5, login_version = 1;
constexpr std::uint8_t connect = 1, ipv4 = 1, name = 3, ipv6 = 4;
constexpr std::size_t longest = 255;

template <class Bytes>
void append(netprobe::bytes& to, const Bytes& from) {
    to.insert(to.end(), from.begin(), from.end());
}

void append_sized(netprobe::bytes& to, const std::string& text) {
    const auto size = std::min(text.size(), longest);
    to.push_back(static_cast<std::uint8_t>(size));
    append(to, text.substr(0, size));
}

// Two bytes, of which the first is a version.
std::optional<answer> parse_pair(netprobe::bytes_view received, std::uint8_t wanted) {
    if (!received.empty() && received[0] != wanted) return answer{0, 0, true};
    if (received.size() < 2) return std::nullopt;
    return answer{received[1], 2, false};
}

} // namespace

netprobe::bytes greeting(bool can_log_in) {
    if (can_log_in) return {version, 2, 0, 2};
    return {version, 1, 0};
}

bool fits(const credentials& as) noexcept {
    return !as.user.empty() && as.user.size() <= longest && as.password.size() <= longest;
}

netprobe::bytes login(const credentials& as) {
    netprobe::bytes out{login_version};
    append_sized(out, as.user);
    append_sized(out, as.password);
    return out;
}

netprobe::bytes request(const std::string& host, std::uint16_t port) {
    netprobe::bytes out{version, connect, 0};
    std::error_code no_literal;
    const auto literal = asio::ip::make_address(host, no_literal);
    if (no_literal) {
        out.push_back(name);
        append_sized(out, host);
    } else if (literal.is_v4()) {
        out.push_back(ipv4);
        append(out, literal.to_v4().to_bytes());
    } else {
        out.push_back(ipv6);
        append(out, literal.to_v6().to_bytes());
    }
    out.push_back(static_cast<std::uint8_t>(port >> 8));
    out.push_back(static_cast<std::uint8_t>(port & 0xff));
    return out;
}

std::optional<answer> parse_method(netprobe::bytes_view received) { return parse_pair(received, version); }

std::optional<answer> parse_login(netprobe::bytes_view received) {
    // RFC 1929 says version 1; dante says 1, others repeat the 5 of the greeting: the status is what counts.
    if (!received.empty() && received[0] == version) return parse_pair(received, version);
    return parse_pair(received, login_version);
}

// VER REP RSV ATYP BND.ADDR BND.PORT (RFC 1928 §6). A refusal may end behind REP: what counts has come by then.
std::optional<answer> parse_reply(netprobe::bytes_view received) {
    const auto head = parse_pair(received, version);
    if (!head || head->malformed || head->value != 0) return head;
    if (received.size() < 5) return std::nullopt;
    std::size_t length = 6; // with the port
    if (received[3] == ipv4)
        length += 4;
    else if (received[3] == ipv6)
        length += 16;
    else if (received[3] == name)
        length += 1u + received[4];
    else
        return answer{0, 0, true};
    if (received.size() < length) return std::nullopt;
    return answer{0, length, false};
}

} // namespace proxy::socks5
