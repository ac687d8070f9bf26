// SPDX-License-Identifier: MIT
#include "rules/explain.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/explain/rows.hpp"
#include "rules/report/page.hpp"

namespace rules {
namespace {

constexpr std::array layer_tables{explained::host, explained::dns, explained::tcp, explained::net, explained::tls,
    explained::proxy, explained::proxy_tunnel, explained::protocol};

// In capitals, as a manual has what its reader is to fill in.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> general_words{
    {{"{host}", "HOST"}, {"{openings}", "TCP PORT to HOST"}, {"{port}", "PORT"}, {"{address}", "ADDRESS"},
        {"{box}", "BOX"}, {"{resolver}", "RESOLVER"}}};

/// Letters to insert, drop or change (Levenshtein).
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto change = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = std::exchange(row[j + 1], std::min({change, row[j] + 1, row[j + 1] + 1}));
        }
    }
    return row.back();
}

/// "tcp.drop" → "drop".
std::string_view behind_layer(std::string_view code) { return code.substr(code.find('.') + 1); }

} // namespace

const explanation* find_explanation(std::string_view cause) noexcept {
    for (const auto table : layer_tables)
        for (const auto& row : table())
            if (row.cause == cause) return &row;
    return nullptr;
}

std::string_view nearest_cause(std::string_view typed) {
    constexpr std::size_t longest = 64; // no code is half as long; what is typed may be
    const auto wanted = netprobe::lower(typed.substr(0, longest));
    std::string_view best;
    std::size_t least = std::max<std::size_t>(wanted.size() / 3, 2) + 1; // farther away it is another word
    for (const auto& row : causes()) {
        if (row.code.find('.') == row.code.npos) continue; // "the nearest is none" would be read as a word
        // The layer is often left out or wrong; then what is behind it must fit all the better.
        const auto whole = edits(wanted, row.code), part = edits(behind_layer(wanted), behind_layer(row.code)) + 1;
        if (std::min(whole, part) >= least) continue;
        least = std::min(whole, part);
        best = row.code;
    }
    return best;
}

std::string general_advice(const cause_row& row) {
    std::string text(row.advice);
    for (const auto& [placeholder, words] : general_words)
        for (auto at = text.find(placeholder); at != std::string::npos; at = text.find(placeholder, at + words.size()))
            text.replace(at, placeholder.size(), words);
    return text;
}

std::string write_explanation(std::string_view cause, const terminal_style& style) {
    constexpr std::size_t column = 16;
    const auto* row = find_cause(cause);
    const auto* told = find_explanation(cause);
    page out(style);
    if (!row || !told) return std::move(out).take();
    const auto item = [&out](std::string_view label, std::string_view text) {
        out.entry({{fmt::format("  {}", label), paint::faint}}, column, text);
    };
    out.entry({{std::string(row->code), paint::strong}}, column, row->meaning);
    out.blank();
    item("means", told->means);
    item("usually at", row->where == "unknown" ? "not known by itself" : std::string(row->where));
    item("shows as", told->shows);
    item("proved by", told->proof);
    item("what to do", general_advice(*row));
    item("who can", row->who);
    bool first = true;
    for (const auto& other : told->mistaken_for) {
        if (other.cause.empty()) continue;
        if (first) out.blank(), out.line({{"mistaken for", paint::strong}});
        first = false;
        out.entry({{fmt::format("  {}", other.cause)}}, 4, "");
        out.entry({{"    apart by", paint::faint}}, column, other.apart);
    }
    return std::move(out).take();
}

std::string write_vocabulary() {
    std::size_t widest = 0;
    for (const auto& row : causes()) widest = std::max(widest, row.code.size());
    std::string out;
    for (const auto& row : causes()) out += fmt::format("{:<{}}  {}\n", row.code, widest, row.meaning);
    return out;
}

} // namespace rules
