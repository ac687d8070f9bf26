// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "rules/ip/aggregate.hpp"
#include "rules/ip/fault.hpp"
#include "rules/ip/scan.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

const char* skip_blanks(const char* at, const char* end) noexcept {
    while (at != end && (*at == ' ' || *at == '\t')) ++at;
    return at;
}

const char* end_of_line(const char* at, const char* end) noexcept {
    const void* const found = at == end ? nullptr : std::memchr(at, '\n', static_cast<std::size_t>(end - at));
    return found == nullptr ? end : static_cast<const char*>(found);
}

// Whether nothing follows but blanks and a comment.
bool ends_here(const char* at, const char* end) noexcept {
    at = skip_blanks(at, end);
    return at == end || *at == '\n' || *at == '#' || (*at == '\r' && (at + 1 == end || at[1] == '\n'));
}

// Address, prefix or range of one family, and where it ends; null: it is none.
template <typename number>
const char* scan_entry(const char* at, const char* end, set_host_bits then, interval<number>& into) noexcept {
    at = scan_address(at, end, into.first);
    if (at == nullptr) return nullptr;
    into.last = into.first;
    if (at != end && *at == '/') {
        int length = 0;
        at = scan_length(at + 1, end, 8 * sizeof(number), length);
        if (at == nullptr) return nullptr;
        const auto host = host_bits<number>(length);
        if (then == set_host_bits::refused && (into.first & host) != 0) return nullptr;
        into.first &= ~host;
        into.last = into.first | host;
        return at;
    }
    const char* const dash = skip_blanks(at, end);
    if (dash == end || *dash != '-') return at;
    at = scan_address(skip_blanks(dash + 1, end), end, into.last);
    return into.last < into.first ? nullptr : at;
}

template <typename number>
const char* add_entry(const char* at, const char* end, set_host_bits then, std::vector<interval<number>>& to) {
    interval<number> one;
    at = scan_entry(at, end, then, one);
    if (at == nullptr || !ends_here(at, end)) return nullptr;
    to.push_back(one);
    return at;
}

void add_fault(std::string_view line, std::string_view origin, std::size_t number, address_list& to) {
    if (++to.fault_count > most_faults) return;
    line = line.substr(0, line.find('#'));
    while (line.ends_with('\r') || line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);
    to.faults.push_back(fmt::format("{}:{}: {}: {}", origin, number, shown(line), fault_of_entry(line)));
}

} // namespace

void read_list(std::string_view text, std::string_view origin, set_host_bits then, address_list& into) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3); // editors of Windows put it there
    const char* at = text.data();
    const char* const end = at + text.size();
    for (std::size_t number = 1; at != end; ++number) {
        at = skip_blanks(at, end);
        const char* stop = add_entry(at, end, then, into.v4);
        if (stop == nullptr) stop = add_entry(at, end, then, into.v6);
        const char* const line_end = end_of_line(stop == nullptr ? at : stop, end);
        if (stop == nullptr && !ends_here(at, end))
            add_fault({at, static_cast<std::size_t>(line_end - at)}, origin, number, into);
        at = line_end == end ? end : line_end + 1;
    }
}

} // namespace rules
