// SPDX-License-Identifier: MIT
#include "proxy/settings/collect.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "netprobe/printable.hpp"

namespace proxy {
namespace {

using netprobe::lower;
using netprobe::same_but_for_case;

purpose purpose_of(std::string_view variable) {
    const auto small = lower(variable);
    return small == "http_proxy"    ? purpose::http
           : small == "https_proxy" ? purpose::https
           : small == "all_proxy"   ? purpose::all
                                    : purpose::none;
}

std::span<const std::string_view> variables_for(const component_row& who, purpose what) {
    switch (what) {
    case purpose::http: return who.for_http;
    case purpose::https: return who.for_https;
    case purpose::all: return who.for_all;
    case purpose::none: break;
    }
    return who.for_none;
}

// The place of a variable among those that are looked for; beyond the last: it is not.
std::size_t rank_of(std::string_view name, std::span<const std::string_view> known, bool any_case) {
    std::size_t rank = 0;
    while (rank < known.size() && !(any_case ? same_but_for_case(known[rank], name) : known[rank] == name)) ++rank;
    return rank;
}

// apt takes a text without "://" for no proxy at all: DIRECT, "false", and what was meant for a host and port.
void read_apt_address(value& into) {
    const auto& text = into.written.value.reveal();
    if (text.find("://") == text.npos && text != "DIRECT" && text != "false")
        into.error = fmt::format("{}: {}: the proxy's scheme is missing: apt goes out directly; write http://HOST:PORT",
            to_string(into.written.where), netprobe::printable(into.written.name));
}

} // namespace

std::string shown(const assignment& written) {
    return fmt::format("{}, {}", netprobe::printable(written.name, 300), to_string(written.where));
}

value value_of(component reader, purpose what, const assignment& written) {
    value out;
    out.reader = reader;
    out.what = what;
    out.written = written;
    const auto& text = written.value.reveal();
    if (what == purpose::none || text.empty()) return out;
    if (reader == component::apt && text.find("://") == text.npos) {
        read_apt_address(out);
        return out;
    }
    try {
        const auto& at = written.where;
        out.proxy = parse_address(at.file.empty() ? written.name : to_string(at) + ": " + written.name, text);
    } catch (const std::invalid_argument& wrong) {
        out.error = wrong.what();
    }
    return out;
}

void add_environment(settings& to, component reader, const std::vector<assignment>& variables) {
    const auto& row = row_of(reader);
    for (const auto what : {purpose::http, purpose::https, purpose::all, purpose::none}) {
        const auto names = variables_for(row, what);
        const bool taken = std::ranges::any_of(to.values,
            [&](const value& v) { return v.reader == reader && v.what == what && v.in_use && v.only_for.empty(); });
        std::size_t best = names.size();
        std::optional<std::size_t> used;
        for (const auto& variable : variables) {
            if (purpose_of(variable.name) != what) continue;
            to.values.push_back(value_of(reader, what, variable));
            const auto rank = rank_of(variable.name, names, row.any_case);
            if (taken || rank >= best || (variable.value.empty() && !row.empty_counts)) continue;
            best = rank;
            used = to.values.size() - 1;
        }
        if (used) to.values[*used].in_use = true;
    }
}

void add_daemon_json(settings& to, const std::vector<assignment>& found) {
    for (const auto& entry : found) {
        const auto what = entry.name == "https-proxy"  ? purpose::https
                          : entry.name == "http-proxy" ? purpose::http
                                                       : purpose::none;
        auto read = value_of(component::dockerd, what, {"proxies." + entry.name, entry.value, entry.where});
        read.in_use = !entry.value.empty(); // an empty one changes nothing
        for (auto& before : to.values)      // of a key that is there twice the last counts
            if (before.reader == component::dockerd && before.what == what) before.in_use = false;
        to.values.push_back(std::move(read));
    }
}

void add_apt(settings& to, const std::vector<assignment>& found) {
    for (const auto& entry : found) {
        const auto small = lower(entry.name);
        const bool tls = small.starts_with("acquire::https");
        const auto start = std::string_view(tls ? "acquire::https::proxy" : "acquire::http::proxy").size();
        if (small.size() > start && small[start] != ':') {
            if (!entry.value.empty())
                to.remarks.push_back(fmt::format("{}: {}: apt asks a program which proxy to use; it is not run here",
                    to_string(entry.where), netprobe::printable(entry.name)));
            continue;
        }
        auto read = value_of(component::apt, tls ? purpose::https : purpose::http, entry);
        read.only_for = small.size() > start ? small.substr(start + 2) : std::string();
        read.in_use = !entry.value.empty();
        to.values.push_back(std::move(read));
    }
}

void add_agent(settings& to, const std::vector<assignment>& found, bool in_use) {
    settings read;
    add_environment(read, component::edge_agent, found);
    for (auto& entry : read.values) {
        entry.in_use = entry.in_use && in_use;
        to.values.push_back(std::move(entry));
    }
}

} // namespace proxy
