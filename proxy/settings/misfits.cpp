// SPDX-License-Identifier: MIT
#include <algorithm>

#include <fmt/format.h>

#include "netprobe/printable.hpp"
#include "proxy/settings.hpp"
#include "proxy/settings/collect.hpp"

namespace proxy {
namespace {

// The kinds that it can use, for people.
std::string kinds(const component_row& who) {
    std::string out;
    for (const auto kind : {scheme::http, scheme::https, scheme::socks5, scheme::socks5h})
        if (can_use(who, kind)) out += fmt::format("{}{}://", out.empty() ? "" : ", ", word(kind));
    return out;
}

// The credentials as they are written, not decoded. The address has been read: it is one.
std::string_view written_login(std::string_view text) {
    const auto scheme = text.find("://");
    if (scheme != text.npos) text.remove_prefix(scheme + 3);
    return text.substr(0, text.rfind('@') == text.npos ? 0 : text.rfind('@'));
}

// What one component does with an address that can be read.
void add_unusable(std::vector<std::string>& to, const component_row& who, const value& set) {
    const auto& text = set.written.value.reveal();
    const auto say = [&](std::string_view what) { to.push_back(fmt::format("{}: {}", shown(set.written), what)); };
    const auto login = written_login(text);
    if (who.needs_scheme && text.find("://") == text.npos)
        say(fmt::format("{} needs the scheme; write http:// before the host", who.name));
    if (!can_use(who, set.proxy->scheme))
        say(fmt::format(
            "{} cannot use a proxy of {}://; it can use {}", who.name, word(set.proxy->scheme), kinds(who)));
    if (login.find_first_of("@/?#\\") != login.npos)
        say(fmt::format(
            "{} may read the credentials in another way; write %40 %2F %3F %23 %5C for @ / ? # \\", who.name));
    if (who.cuts_at_colon && std::ranges::count(login, ':') > 1)
        say(fmt::format("{} takes the password to end at its first ':'; write %3A for it", who.name));
}

bool has_proxy_in_use(const settings& all, component who) {
    return std::ranges::any_of(all.values, [&](const value& v) {
        return v.reader == who && v.in_use && v.what != purpose::none && !v.written.value.empty();
    });
}

// A variable that its reader does not look for, where it finds nothing else either.
bool overlooked(const settings& all, const component_row& who, const value& set) {
    if (set.in_use || set.what == purpose::none || set.written.value.empty()) return false;
    if (who.who == component::edge_agent || has_proxy_in_use(all, who.who)) return false;
    return std::ranges::none_of(all.values, [&](const value& v) { // an empty one before it is the other's business
        return v.reader == who.who && v.what == set.what && v.in_use;
    });
}

} // namespace

std::vector<std::string> misfits(const settings& all) {
    std::vector<std::string> out;
    for (const auto& set : all.values) {
        const auto& who = row_of(set.reader);
        // One text in this program's environment has two readers; it is wrong once.
        if (set.reader == component::apt && set.written.where.file.empty()) continue;
        if (!set.error.empty() && who.goes_out)
            out.push_back(set.error);
        else if (set.in_use && set.proxy)
            add_unusable(out, who, set);
        else if (set.in_use && set.written.value.empty() && who.empty_counts && !who.unit.empty())
            out.push_back(fmt::format(
                "{}: {} does not start with an empty one; remove the variable", shown(set.written), who.name));
        else if (who.goes_out && overlooked(all, who, set))
            out.push_back(
                fmt::format("{}: {} does not look for it; it reads {}", shown(set.written), who.name, who.reads));
        if (set.what == purpose::none && who.goes_out && who.no_proxy == no_proxy_reader::nobody &&
            !set.written.value.empty())
            out.push_back(fmt::format(
                "{}: has no effect on {}, which uses its proxy for every host", shown(set.written), who.name));
    }
    return out;
}

} // namespace proxy
