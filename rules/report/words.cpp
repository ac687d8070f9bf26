// SPDX-License-Identifier: MIT
#include "rules/report/words.hpp"

#include <array>
#include <cstddef>

namespace rules {
namespace {

// Each in the order of its enumerators.
constexpr std::array need_words{"required", "alternative", "optional"};
constexpr std::array severity_words{"error", "warning", "note"};
constexpr std::array verdict_words{"ready", "degraded", "blocked"};
constexpr std::array source_words{"system", "resolver", "literal", "pinned"};
static_assert(need_words.size() == static_cast<std::size_t>(need::optional) + 1);
static_assert(severity_words.size() == static_cast<std::size_t>(severity::note) + 1);
static_assert(verdict_words.size() == static_cast<std::size_t>(verdict::blocked) + 1);
static_assert(source_words.size() == static_cast<std::size_t>(netprobe::address_source::pinned) + 1);

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<const char*, N>& words, std::string_view word) noexcept {
    for (std::size_t i = 0; i < N; ++i)
        if (words[i] == word) return static_cast<Enum>(i);
    return std::nullopt;
}

} // namespace

std::string_view to_string(severity s) noexcept { return severity_words[static_cast<std::size_t>(s)]; }
std::string_view to_string(verdict v) noexcept { return verdict_words[static_cast<std::size_t>(v)]; }
std::string_view to_string(netprobe::address_source s) noexcept { return source_words[static_cast<std::size_t>(s)]; }

std::string_view ground_of(const finding& of) noexcept {
    if (!of.control.empty()) return of.control;
    return of.proved ? "it was seen itself, not concluded from something else"
                     : "the evidence fits; no control has ruled out the rest";
}

template <>
std::optional<netprobe::failure> from_word(std::string_view word) noexcept {
    return netprobe::failure_from(word);
}
template <>
std::optional<netprobe::address_source> from_word(std::string_view word) noexcept {
    return find<netprobe::address_source>(source_words, word);
}
template <>
std::optional<cloud> from_word(std::string_view word) noexcept {
    return cloud_from(word);
}
template <>
std::optional<need> from_word(std::string_view word) noexcept {
    return find<need>(need_words, word);
}
template <>
std::optional<severity> from_word(std::string_view word) noexcept {
    return find<severity>(severity_words, word);
}
template <>
std::optional<verdict> from_word(std::string_view word) noexcept {
    return find<verdict>(verdict_words, word);
}

} // namespace rules
