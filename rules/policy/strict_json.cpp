// SPDX-License-Identifier: MIT
#include "rules/policy/strict_json.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rules/policy/policy.hpp"

namespace rules {
namespace {

using strict_json_value = nlohmann::ordered_json;

constexpr std::size_t most_bytes = 16 * 1024 * 1024, most_values = 1'000'000;
constexpr int deepest_json = 16;

[[noreturn]] void refuse_json(std::string_view origin, std::string_view place, std::string_view what) {
    throw std::invalid_argument(
        fmt::format("{}: {}: {}; write the file anew with egress-rules export", plain_text(origin), place, what));
}

} // namespace

std::string json_place::where() const { return fmt::format("{}: {}", origin_, pointer_.empty() ? "/" : pointer_); }

void json_place::fail(std::string_view what) const { refuse_json(origin_, pointer_.empty() ? "/" : pointer_, what); }

void json_place::only_keys(std::initializer_list<std::string_view> keys) const {
    if (!value_->is_object()) fail(fmt::format("an object belongs here, not {}", value_->type_name()));
    for (const auto& [key, value] : value_->items())
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            fail(fmt::format("the key \"{}\" is not known", plain_text(key)));
}

bool json_place::has(std::string_view key) const { return value_->is_object() && value_->contains(std::string(key)); }

json_place json_place::operator[](std::string_view key) const {
    if (!value_->is_object()) fail(fmt::format("an object belongs here, not {}", value_->type_name()));
    const auto found = value_->find(std::string(key));
    if (found == value_->end()) fail(fmt::format("the key \"{}\" is missing", key));
    return {*found, origin_, fmt::format("{}/{}", pointer_, key)};
}

std::size_t json_place::size() const {
    if (!value_->is_array()) fail(fmt::format("a list belongs here, not {}", value_->type_name()));
    return value_->size();
}

json_place json_place::operator[](std::size_t index) const {
    return {(*value_)[index], origin_, fmt::format("{}/{}", pointer_, index)};
}

const std::string& json_place::text() const {
    if (!value_->is_string()) fail(fmt::format("a text belongs here, not {}", value_->type_name()));
    return value_->get_ref<const std::string&>();
}

long long json_place::integer(long long least, long long most) const {
    // Above the range of long long, the parser's type is unsigned: "is_number_integer" is true of both.
    const bool huge = value_->is_number_unsigned() && value_->get<std::uint64_t>() > static_cast<std::uint64_t>(most);
    if (!value_->is_number_integer() || huge || value_->get<long long>() < least || value_->get<long long>() > most)
        fail(fmt::format("an integer from {} to {} belongs here", least, most));
    return value_->get<long long>();
}

bool json_place::truth() const {
    if (!value_->is_boolean()) fail(fmt::format("true or false belongs here, not {}", value_->type_name()));
    return value_->get<bool>();
}

nlohmann::ordered_json read_strict_json(std::string_view text, std::string_view origin) {
    if (text.size() > most_bytes) refuse_json(origin, "size", fmt::format("more than {} MB", most_bytes >> 20));
    std::size_t values = 0;
    std::vector<std::set<std::string>> keys; // of the objects that are open
    const auto check = [&](int depth, strict_json_value::parse_event_t event, strict_json_value& value) {
        using is = strict_json_value::parse_event_t;
        if (depth > deepest_json)
            refuse_json(origin, "depth", fmt::format("nested deeper than {} levels", deepest_json));
        if (++values > most_values) refuse_json(origin, "size", fmt::format("more than {} values", most_values));
        if (event == is::object_start) keys.emplace_back();
        if (event == is::object_end) keys.pop_back();
        if (event == is::key && !keys.back().insert(value.get<std::string>()).second)
            refuse_json(origin, fmt::format("key {}", plain_text(value.get<std::string>())), "it is there twice");
        return true;
    };
    try {
        return strict_json_value::parse(text, check);
    } catch (const strict_json_value::parse_error& e) {
        refuse_json(origin, fmt::format("byte {}", e.byte), "not JSON, or cut off here");
    } catch (const strict_json_value::exception&) { // a number that no double holds
        refuse_json(origin, "numbers", "one is out of range");
    }
}

} // namespace rules
