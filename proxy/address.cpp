// SPDX-License-Identifier: MIT
#include "proxy/address.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "netprobe/printable.hpp"
#include "proxy/host.hpp"

namespace proxy {
namespace {

constexpr std::size_t max_text = 2048; // more than any proxy takes in one header line
constexpr std::size_t max_socks = 255; // RFC 1929 §2: one byte of length

constexpr std::string_view form = "write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT";
constexpr std::string_view known = "the schemes are http, https, socks5 and socks5h";

struct row {
    proxy::scheme scheme;
    std::string_view word;
    std::uint16_t port;
};
constexpr std::array rows{row{scheme::http, "http", 80}, row{scheme::https, "https", 443},
    row{scheme::socks5, "socks5", 1080}, row{scheme::socks5h, "socks5h", 1080}};

[[noreturn]] void refuse(std::string_view origin, std::string_view what, std::string_view remedy) {
    throw std::invalid_argument(fmt::format("{}: {}; {}", netprobe::printable(origin), what, remedy));
}

bool control(char c) noexcept { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; }

void check_characters(std::string_view origin, std::string_view text) {
    if (text.empty()) refuse(origin, "no address of a proxy is given", form);
    if (text.size() > max_text)
        refuse(origin, fmt::format("the proxy's address has {} characters", text.size()), "at most 2048 can be used");
    if (std::ranges::any_of(text, control))
        refuse(origin, "a control character or line end in the proxy's address", "remove it");
    if (text.front() == '"' || text.front() == '\'')
        refuse(origin, "the proxy's address begins with a quote", "give it without quotes");
    if (text.find(' ') != text.npos)
        refuse(origin, "a space in the proxy's address", "remove it, or write %20 where a password has one");
    if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
        refuse(origin, "a character that is not ASCII in the proxy's address",
            "write a host name in its xn-- form, and the bytes of a password as %XX");
}

bool is_scheme(std::string_view text) noexcept {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return !text.empty() && letter(text.front()) && std::ranges::all_of(text, [&](char c) {
        return letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
}

const row& take_scheme(std::string_view origin, std::string_view& text) {
    const auto end = text.find("://");
    if (end != text.npos && is_scheme(text.substr(0, end))) {
        for (const auto& r : rows)
            if (netprobe::same_but_for_case(r.word, text.substr(0, end))) {
                text.remove_prefix(end + 3);
                return r;
            }
        refuse(origin, "the proxy's scheme is not known", known);
    }
    if (text.starts_with("//")) refuse(origin, "the proxy's scheme is missing", form);
    for (const auto& r : rows) // "http:/proxy", "http:proxy"
        if (text.size() > r.word.size() && netprobe::same_but_for_case(r.word, text.substr(0, r.word.size())) &&
            text[r.word.size()] == ':' && text.find('@') == text.npos &&
            !netprobe::port_from(text.substr(r.word.size() + 1)))
            refuse(origin, "two slashes are missing behind the proxy's scheme", form);
    return rows[0];
}

int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string decoded(std::string_view origin, std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            refuse(origin, "a % that starts no escape in the proxy's credentials", "write %25 for a % of a password");
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (std::ranges::any_of(out, control))
        refuse(origin, "an escape of a control character in the proxy's credentials",
            "remove it: it could not be sent, or would forge a header");
    return out;
}

std::optional<credentials> read_login(std::string_view origin, std::string_view text, proxy::scheme scheme) {
    if (text.empty()) return std::nullopt;
    const auto colon = std::min(text.find(':'), text.size());
    credentials login;
    login.user = decoded(origin, text.substr(0, colon));
    login.password = decoded(origin, text.substr(std::min(colon + 1, text.size())));
    const bool socks = scheme == scheme::socks5 || scheme == scheme::socks5h;
    if (!socks && login.user.find(':') != login.user.npos)
        refuse(origin, "the proxy's user name holds a colon", "HTTP cannot carry it: another name is needed");
    if (socks && (login.user.size() > max_socks || login.password.size() > max_socks))
        refuse(origin, "the proxy's user name or password has more than 255 bytes", "SOCKS5 cannot carry it");
    return login;
}

// HOST or HOST:PORT.
void read_place(address& into, std::string_view origin, std::string_view text) {
    auto host = text.substr(0, text.find(':'));
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == text.npos)
            refuse(origin, "a bracket without its pair in the proxy's address", "write [ADDRESS]:PORT");
        host = text.substr(0, close + 1);
    }
    auto port = text.substr(host.size());
    if (!text.starts_with('[') && std::ranges::count(port, ':') > 1)
        refuse(origin, "the proxy's address has more than one colon",
            "write an IPv6 address in brackets, and credentials before an @");
    if (const auto fault = read_host(into.host, host)) refuse(origin, "the proxy's host " + fault->what, fault->remedy);
    if (port.empty()) return;
    const auto number = port.starts_with(':') ? netprobe::port_from(port.substr(1)) : std::nullopt;
    if (!number) refuse(origin, "the proxy's port is not a number from 1 to 65535", form);
    into.port = *number;
}

bool is_place(std::string_view text) {
    try {
        address ignored;
        read_place(ignored, {}, text);
        return true;
    } catch (const std::invalid_argument&) {
        return false;
    }
}

// What is unreserved in RFC 3986 §2.3 stays: the name can neither end the credentials early nor move a cursor.
std::string escaped(std::string_view user) {
    std::string out;
    for (const char c : user.substr(0, 64)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

} // namespace

std::string_view word(proxy::scheme of) noexcept {
    const auto* const found = std::ranges::find(rows, of, &row::scheme);
    return found == rows.end() ? "" : found->word;
}

address parse_address(std::string_view origin, std::string_view text) {
    check_characters(origin, text);
    const auto& how = take_scheme(origin, text);
    address out;
    out.scheme = how.scheme;
    out.port = how.port;

    auto end = std::min(text.find_first_of("/?#"), text.size());
    if (end < text.size()) { // a '/', '?' or '#' of a password, if only that reading leaves a place
        const auto at = text.rfind('@');
        const auto before = text.substr(0, end);
        if (at != text.npos && at > end && end > 0 && !is_place(before.substr(before.rfind('@') + 1))) {
            const auto rest = text.substr(at + 1);
            end = at + 1 + std::min(rest.find_first_of("/?#"), rest.size());
        }
    }
    const auto authority = text.substr(0, end), rest = text.substr(end);
    const auto at = authority.rfind('@');
    if (at != authority.npos) out.login = read_login(origin, authority.substr(0, at), how.scheme);
    const auto place = authority.substr(at == authority.npos ? 0 : at + 1);
    if (place.empty()) refuse(origin, "the proxy's host is missing", form);
    if (!rest.empty() && rest != "/")
        refuse(origin, "something follows the proxy's host and port",
            "remove it; write %2F, %3F and %23 for / ? # in a password");
    read_place(out, origin, place);
    return out;
}

std::string host_and_port(const address& of) {
    const bool v6 = of.host.find(':') != std::string::npos;
    return fmt::format("{}{}{}:{}", v6 ? "[" : "", of.host, v6 ? "]" : "", of.port);
}

std::string shown(const address& of) {
    std::string login;
    if (of.login) login = of.login->password.empty() ? "***@" : escaped(of.login->user) + ":***@";
    return fmt::format("{}://{}{}", word(of.scheme), login, host_and_port(of));
}

} // namespace proxy
