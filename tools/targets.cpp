// SPDX-License-Identifier: MIT
#include "tools/targets.hpp"

#include <algorithm>
#include <charconv>

#include <asio/ip/address.hpp>

#include "netprobe/ascii.hpp"
#include "netprobe/printable.hpp"
#include "netprobe/protocol/protocol.hpp"
#include "rules/shown.hpp"
#include "tools/options.hpp"

namespace tools {
namespace {

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
    throw usage_error("target \"" + netprobe::printable(text, 80) + "\": " + why +
                      "; give HOST[:PORT][/PROTOCOL] or ADDRESS/PREFIX[:PORT][/PROTOCOL]");
}

std::optional<unsigned> number(std::string_view text) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string protocol_names() {
    std::string all;
    for (const auto& row : netprobe::protocols())
        if (!row.ask) all += (all.empty() ? "" : ", ") + std::string(row.name);
    return all;
}

// Takes "/PROTOCOL" off the end: a word, where a prefix length would be a number.
std::string take_protocol(std::string_view whole, std::string_view& text) {
    const auto slash = text.rfind('/');
    if (slash == std::string_view::npos) return "tls";
    const auto word = text.substr(slash + 1);
    if (!word.empty() && word.find_first_not_of("0123456789:") == std::string_view::npos) return "tls";
    const auto* row = netprobe::find_protocol(word);
    if (!row || row->ask)
        refuse(whole, "no protocol is called \"" + netprobe::printable(word, 20) + "\" (" + protocol_names() + ")");
    text = text.substr(0, slash);
    return std::string(word);
}

// Takes ":PORT" off the end; an IPv6 address has more than one colon and needs brackets for a port.
std::optional<std::uint16_t> take_port(std::string_view whole, std::string_view& text) {
    const auto colon = text.rfind(':');
    const bool bracketed = text.starts_with('[');
    if (colon == std::string_view::npos || (bracketed && colon < text.find(']'))) return std::nullopt;
    if (!bracketed && text.find(':') != colon) return std::nullopt;
    const auto port = netprobe::port_from(text.substr(colon + 1));
    if (!port) refuse(whole, "\"" + netprobe::printable(text.substr(colon + 1), 20) + "\" is no port");
    text = text.substr(0, colon);
    return port;
}

// Takes "/24" off and sets the range; the address must be the range's first.
void take_prefix(std::string_view whole, std::string_view& text, target_spec& spec) {
    const auto slash = text.rfind('/');
    if (slash == std::string_view::npos) return;
    std::error_code ec;
    const auto address = asio::ip::make_address(text.substr(0, slash), ec);
    const auto prefix = number(text.substr(slash + 1));
    const unsigned bits = !ec && address.is_v6() ? 128 : 32;
    if (ec || !prefix || *prefix > bits) refuse(whole, "no address range");
    if (bits - *prefix > 16) refuse(whole, "more than 65,536 addresses");
    spec.count = std::uint64_t{1} << (bits - *prefix);
    text = text.substr(0, slash);
}

asio::ip::address plus(const asio::ip::address& base, std::uint64_t add) {
    if (base.is_v4())
        return asio::ip::address_v4(static_cast<asio::ip::address_v4::uint_type>(base.to_v4().to_uint() + add));
    auto raw = base.to_v6().to_bytes();
    for (auto byte = raw.rbegin(); byte != raw.rend() && add; ++byte, add >>= 8) {
        const auto sum = *byte + (add & 0xff);
        *byte = static_cast<unsigned char>(sum);
        add += (sum >> 8) << 8; // carry
    }
    return asio::ip::address_v6(raw, base.to_v6().scope_id());
}

} // namespace

target_spec parse_target(std::string_view whole) {
    target_spec spec;
    auto text = whole;
    spec.protocol = take_protocol(whole, text);
    const auto port = take_port(whole, text);
    spec.port = port ? *port : netprobe::find_protocol(spec.protocol)->port;
    if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
    take_prefix(whole, text, spec);
    constexpr auto usual = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:%";
    if (text.empty() || text.size() > 253 || text.find_first_not_of(usual) != std::string_view::npos)
        refuse(whole, "no host name or address");
    if (rules::looks_like_key(text)) refuse(whole, "looks like a key");
    spec.host = text;
    std::error_code ec;
    const auto address = asio::ip::make_address(text, ec);
    if (!ec && spec.count > 1 && address.is_v4() && (address.to_v4().to_uint() & (spec.count - 1)) != 0)
        refuse(whole, "the address has bits set behind the prefix");
    return spec;
}

netprobe::target target_at(const target_spec& spec, std::uint64_t index) {
    netprobe::target to;
    to.host = index == 0 ? spec.host : plus(asio::ip::make_address(spec.host), index).to_string();
    to.port = spec.port;
    to.protocol = spec.protocol;
    to.service = "endpoint";
    to.id = to.host + ":" + std::to_string(to.port) + "/" + to.protocol;
    return to;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3); // the mark that Windows editors put in front
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        line = line.substr(0, line.find('#'));
        constexpr auto blanks = " \t\r";
        for (auto from = line.find_first_not_of(blanks); from != std::string_view::npos;
             from = line.find_first_not_of(blanks, from)) {
            const auto to = std::min(line.find_first_of(blanks, from), line.size());
            words.emplace_back(line.substr(from, to - from));
            from = to;
        }
    }
    return words;
}

} // namespace tools
