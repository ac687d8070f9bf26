// SPDX-License-Identifier: MIT
#include "rules/site/document_text.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "netprobe/printable.hpp"

namespace rules {
namespace {

/// Makes a text UTF-8; the line of the first byte that was not, or 0.
std::size_t make_utf8(std::string& text) {
    std::size_t first = 0, line = 1;
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            line += text[at++] == '\n' ? 1 : 0;
            continue;
        }
        const auto bytes = netprobe::first_character(std::string_view(text).substr(at)).bytes;
        if (bytes == 0) {
            if (first == 0) first = line;
            text[at] = '?';
        }
        at += std::max<std::size_t>(bytes, 1);
    }
    return first;
}

} // namespace

file_fault syntax_fault(std::string_view syntax, const std::string& file, std::size_t line, std::string_view what,
    std::string_view remedy) {
    return {{file, line}, fmt::format("is not {}{}{}", syntax, what.empty() ? "" : ": ", what), std::string(remedy)};
}

std::optional<std::string> document_text(std::string_view given, std::string_view syntax, const std::string& file,
    std::size_t most, std::vector<file_fault>& faults) {
    if (given.size() > most) {
        faults.push_back({{file, 0}, fmt::format("is larger than {} MB, and is not read", most >> 20),
            fmt::format("give the {} file that the device has", syntax)});
        return std::nullopt;
    }
    if (given.starts_with("\xff\xfe") || given.starts_with("\xfe\xff")) {
        faults.push_back(syntax_fault(syntax, file, 0, "it is UTF-16", "save it as UTF-8"));
        return std::nullopt;
    }
    if (given.starts_with("\xef\xbb\xbf")) given.remove_prefix(3);
    std::string text(given);
    if (const auto line = make_utf8(text); line != 0)
        faults.push_back(syntax_fault(syntax, file, line, "a character is not UTF-8", "save the file as UTF-8"));
    return text;
}

void drop_repeated_keys(node& table, std::string_view syntax, std::vector<file_fault>& faults) {
    auto& all = table.members;
    std::map<std::string_view, std::size_t> first; // views stay good: nothing moves before the end
    std::vector<std::size_t> repeated;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto [known, fresh] = first.emplace(all[i].first, i);
        if (fresh) continue;
        auto& before = all[known->second].second;
        const auto at = all[i].second.at();
        if (faults.size() < most_document_faults)
            faults.push_back(syntax_fault(syntax, at.file, at.line,
                fmt::format(
                    "the key \"{}\" is there before, in line {}", netprobe::printable(all[i].first, 60), before.line),
                "leave one of them"));
        std::swap(before, all[i].second);
        repeated.push_back(i);
    }
    if (repeated.empty()) return;
    std::vector<std::pair<std::string, node>> kept;
    for (std::size_t i = 0, next = 0; i < all.size(); ++i)
        if (next < repeated.size() && repeated[next] == i)
            ++next;
        else
            kept.push_back(std::move(all[i]));
    all = std::move(kept);
}

} // namespace rules
