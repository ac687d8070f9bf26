// SPDX-License-Identifier: MIT
#include "tools/standin/settings.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <optional>
#include <stdexcept>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "netprobe/printable.hpp"
#include "rules/site.hpp"

namespace standin {
namespace {

std::optional<int> read_port(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (value < 0 || value > 65535) return std::nullopt;
    return value;
}

// A TOML basic string.
std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            out += fmt::format("\\u{:04X}", static_cast<int>(c));
        else
            out += c;
    }
    return out + '"';
}

std::string quoted_list(const std::vector<std::string>& words) {
    std::vector<std::string> all;
    for (const auto& word : words) all.push_back(in_quotes(word));
    return fmt::format("[{}]", fmt::join(all, ", "));
}

} // namespace

void add_port(port_map& to, std::string_view word) {
    const auto equals = word.find('=');
    const auto from = read_port(word.substr(0, equals));
    const auto target = equals == std::string_view::npos ? std::nullopt : read_port(word.substr(equals + 1));
    if (!from || !target || !to.contains(*from))
        throw std::invalid_argument(
            fmt::format("--port {}: write FROM=TO, FROM one of 443, 5671, 8883, 53, 123, TO a port to listen on "
                        "(0: any free one), such as --port 443=10443",
                netprobe::printable(word, 64)));
    to[*from] = *target;
}

asio::ip::address read_address(std::string_view word) {
    auto inner = word;
    if (inner.starts_with('[') && inner.ends_with(']')) inner = inner.substr(1, inner.size() - 2);
    std::error_code ec;
    const auto address = asio::ip::make_address(inner, ec);
    if (ec)
        throw std::invalid_argument(fmt::format(
            "{}: not an IP address; write one of this machine's, such as 192.0.2.7", netprobe::printable(word, 64)));
    return address;
}

std::string full_name(std::string_view word, std::string_view ending, std::string_view option) {
    auto name = normal_name(word);
    if (name.find('.') == std::string::npos) name += fmt::format(".{}", ending);
    if (!is_host_name(name))
        throw std::invalid_argument(
            fmt::format("{} {}: not a host name; write a short name such as contoso or a full one such as contoso.{}",
                option, netprobe::printable(word, 64), ending));
    return name;
}

void take_names(settings& to, const std::vector<std::string>& hubs, const std::vector<std::string>& registries) {
    const auto in = rules::cloud_from(to.cloud);
    if (!in)
        throw std::invalid_argument(
            fmt::format("--cloud {}: write public, usgov or china", netprobe::printable(to.cloud, 64)));
    const auto taken_by = [](const std::string& name) { return part_for(name, {}); };
    to.hub = full_name(hubs.empty() ? "contoso" : hubs.front(), rules::hub_suffix(*in), "--hub");
    for (const auto& word : hubs) {
        const auto name = full_name(word, rules::hub_suffix(*in), "--hub");
        const auto other = taken_by(name);
        if (other && *other != part::hub && *other != part::hub_device)
            throw std::invalid_argument(fmt::format("--hub {}: that is a name of {}", name, to_string(*other)));
        if (!other) to.extra.hubs.push_back(name);
    }
    for (const auto& word : registries) {
        const auto name = full_name(word, rules::registry_suffix(*in), "--registry");
        const auto other = taken_by(name);
        if (other && *other != part::acr)
            throw std::invalid_argument(fmt::format("--registry {}: that is a name of {}", name, to_string(*other)));
        if (!other) to.extra.registries.push_back(name);
        to.registries.push_back(name);
    }
}

std::string write_options(
    const settings& from, const port_map& ports, const asio::ip::address& at, const std::string& ca) {
    const auto address = at.to_string();
    std::vector<std::string> mapped;
    for (const auto& [standard, real] : ports)
        if (standard != real) mapped.push_back(fmt::format("{}={}", standard, real));
    std::string out = "# Written by egress-standin: options for egress-check.\n";
    out += fmt::format("standin = {}\nhub = {}\n", in_quotes(address), in_quotes(from.hub));
    if (from.cloud != "public") out += fmt::format("cloud = {}\n", in_quotes(from.cloud));
    if (!from.registries.empty()) out += fmt::format("registry = {}\n", quoted_list(from.registries));
    out += fmt::format("ca = {0}\nservice-roots = {0}\n", in_quotes(ca));
    const auto host = at.is_v6() ? "[" + address + "]" : address;
    out += fmt::format("resolver = {}\n", quoted_list({fmt::format("{}:{}", host, ports.at(53))}));
    if (!mapped.empty()) out += fmt::format("port = {}\n", quoted_list(mapped));
    return out;
}

void write_file(const std::string& path, const std::string& text) {
    const auto temporary = fmt::format("{}.{}.tmp", path, ::getpid());
    const auto fail = [&] {
        const int error = errno;
        ::unlink(temporary.c_str());
        throw std::runtime_error(fmt::format("{}: cannot be written ({}); name a file in a folder you may write to",
            netprobe::printable(path), std::strerror(error)));
    };
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file < 0) fail();
    ::fchmod(file, 0644); // whatever the umask: another user's checker is to read it
    std::size_t done = 0;
    while (done < text.size()) {
        const auto count = ::write(file, text.data() + done, text.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            const int error = errno;
            ::close(file);
            errno = error;
            fail();
        }
        done += static_cast<std::size_t>(count);
    }
    if (::close(file) != 0 || std::rename(temporary.c_str(), path.c_str()) != 0) fail();
}

} // namespace standin
