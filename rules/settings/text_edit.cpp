// SPDX-License-Identifier: MIT
#include "rules/settings/text_edit.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "rules/shown.hpp"

namespace rules {
namespace {

constexpr std::size_t most_context = 3; // what patch(1) expects

/// The texts of a file's lines, each with its line end.
std::vector<std::string_view> lines_with_ends(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto length = end == text.npos ? text.size() : end + 1;
        lines.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

/// Lines [from, to) of the text before, and what they become.
struct changed_lines {
    std::size_t from = 0, to = 0;
    std::string after;
};

std::vector<text_edit> in_order(std::vector<text_edit> edits) {
    std::stable_sort(edits.begin(), edits.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    return edits;
}

std::vector<changed_lines> changed(std::string_view text, const std::vector<text_edit>& edits) {
    std::vector<std::size_t> starts; // of lines, and the end of the text
    for (const auto line : lines_with_ends(text)) starts.push_back(static_cast<std::size_t>(line.data() - text.data()));
    if (starts.empty()) starts.push_back(0);
    const auto line_at = [&](std::size_t byte) {
        return static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), byte) - starts.begin()) - 1;
    };
    std::vector<changed_lines> all;
    std::vector<std::vector<text_edit>> in_lines;
    for (const auto& edit : in_order(edits)) {
        const auto first = line_at(edit.at);
        const auto last = line_at(edit.at + (edit.length == 0 ? 0 : edit.length - 1)) + 1;
        if (!all.empty() && first <= all.back().to) {
            all.back().to = std::max(all.back().to, last);
            in_lines.back().push_back(edit);
        } else {
            all.push_back({first, last, {}});
            in_lines.push_back({edit});
        }
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto begin = starts[all[i].from];
        const auto end = all[i].to < starts.size() ? starts[all[i].to] : text.size();
        for (auto& edit : in_lines[i]) edit.at -= begin;
        all[i].after = edited(text.substr(begin, end - begin), in_lines[i]);
    }
    return all;
}

void add_line(std::string& to, char sign, std::string_view line) {
    to += sign;
    to += line;
    if (!line.ends_with('\n')) to += "\n\\ No newline at end of file\n";
}

/// The lines of a text, and which of them are no context.
class line_list {
public:
    line_list(std::string_view text, const std::vector<text_span>& hidden)
        : lines_(lines_with_ends(text)), hidden_(lines_.size()) {
        const auto line_at = [&](std::size_t byte) { // the last one that begins there or before
            const auto after = std::upper_bound(lines_.begin(), lines_.end(), text.data() + byte,
                [](const char* at, std::string_view line) { return at < line.data(); });
            return static_cast<std::size_t>(after - lines_.begin()) - (after == lines_.begin() ? 0 : 1);
        };
        for (const auto& span : hidden) {
            if (span.from >= span.to || lines_.empty()) continue;
            for (auto i = line_at(span.from); i <= line_at(span.to - 1) && i < lines_.size(); ++i) hidden_[i] = true;
        }
    }

    std::size_t size() const noexcept { return lines_.size(); }
    std::string_view operator[](std::size_t at) const { return lines_[at]; }
    bool private_at(std::size_t at) const { return hidden_[at] || may_hold_secret(lines_[at]); }
    bool private_between(std::size_t from, std::size_t to) const {
        while (from < to && !private_at(from)) ++from;
        return from < to;
    }

private:
    std::vector<std::string_view> lines_;
    std::vector<bool> hidden_;
};

/// The end of the changes from `first` that are one hunk: near each other, and with nothing between that may not be
/// shown.
std::size_t end_of_hunk(const std::vector<changed_lines>& all, std::size_t first, const line_list& lines) {
    auto end = first + 1;
    while (end < all.size() && all[end].from - all[end - 1].to <= 2 * most_context &&
           !lines.private_between(all[end - 1].to, all[end].from))
        ++end;
    return end;
}

struct hunk_context {
    std::size_t before = 0, behind = 0; ///< lines
};

/// As much on both sides, where the text goes on: patch(1) takes less before than behind for the start of a file.
hunk_context context_of(
    std::size_t from, std::size_t room_before, std::size_t to, std::size_t room_behind, const line_list& lines) {
    hunk_context shown_lines;
    auto& [before, behind] = shown_lines;
    while (before < std::min(most_context, room_before) && !lines.private_at(from - 1 - before)) ++before;
    while (behind < std::min(most_context, room_behind) && !lines.private_at(to + behind)) ++behind;
    const bool at_start = before == from, at_end = to + behind == lines.size();
    if (!at_start) behind = std::min(before, behind);
    if (!at_end) before = std::min(before, behind);
    return shown_lines;
}

/// One hunk with its head; `grown` is how many lines the hunks before added, and gets this one's.
std::string hunk(
    std::span<const changed_lines> changes, const line_list& lines, hunk_context around, std::ptrdiff_t& grown) {
    std::string body;
    std::ptrdiff_t old_count = 0, new_count = 0;
    const auto keep = [&](std::size_t from, std::size_t to) {
        for (auto line = from; line < to; ++line, ++old_count, ++new_count) add_line(body, ' ', lines[line]);
    };
    const auto first = changes.front().from - around.before;
    auto done = first;
    for (const auto& one : changes) {
        keep(done, one.from);
        done = std::min(one.to, lines.size());
        for (auto line = one.from; line < done; ++line, ++old_count) add_line(body, '-', lines[line]);
        for (const auto line : lines_with_ends(one.after)) {
            add_line(body, '+', line);
            ++new_count;
        }
    }
    keep(done, done + around.behind);
    const auto start = static_cast<std::ptrdiff_t>(first);
    const auto head = fmt::format("@@ -{},{} +{},{} @@\n", start + (old_count ? 1 : 0), old_count,
        start + grown + (new_count ? 1 : 0), new_count);
    grown += new_count - old_count;
    return head + body;
}

} // namespace

std::string edited(std::string_view text, const std::vector<text_edit>& edits) {
    std::string out;
    std::size_t done = 0;
    for (const auto& edit : in_order(edits)) {
        out += text.substr(done, edit.at - done);
        out += edit.text;
        done = edit.at + edit.length;
    }
    out += text.substr(done);
    return out;
}

bool may_hold_secret(std::string_view line) { return names_secret(line) || without_secrets(line) != line; }

bool can_be_shown(std::string_view text, const std::vector<text_edit>& edits, const private_parts& parts) {
    std::vector<text_span> secret;
    for (const auto& part : parts.secret) secret.push_back(part.bytes);
    const line_list lines(text, secret);
    const auto all = changed(text, edits);
    return std::ranges::none_of(
        all, [&](const auto& one) { return lines.private_between(one.from, std::min(one.to, lines.size())); });
}

std::string unified_diff(
    std::string_view name, std::string_view text, const std::vector<text_edit>& edits, const private_parts& parts) {
    const auto all = changed(text, edits);
    if (all.empty()) return {};
    const line_list lines(text, parts.no_context);
    while (name.starts_with('/')) name.remove_prefix(1);
    // A blank in a name would end it, were there no tab behind (diff(1) does the same).
    const auto end_of_name = name.find_first_of(" \t") == name.npos ? "" : "\t";
    std::string out = fmt::format("--- a/{0}{1}\n+++ b/{0}{1}\n", name, end_of_name);
    std::ptrdiff_t grown = 0; // lines, by the hunks before
    for (std::size_t i = 0; i < all.size();) {
        const auto end = end_of_hunk(all, i, lines);
        const auto room_before = all[i].from - (i == 0 ? 0 : all[i - 1].to);
        const auto room_behind = (end == all.size() ? lines.size() : all[end].from) - all[end - 1].to;
        out += hunk({all.data() + i, end - i}, lines,
            context_of(all[i].from, room_before, all[end - 1].to, room_behind, lines), grown);
        i = end;
    }
    return out;
}

} // namespace rules
