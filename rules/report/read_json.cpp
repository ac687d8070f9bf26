// SPDX-License-Identifier: MIT
#include <concepts>
#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rules/report/fields.hpp"
#include "rules/report/text.hpp"
#include "rules/report/words.hpp"
#include "rules/write.hpp"

namespace rules {
namespace {

using json = nlohmann::ordered_json;

// A report nests 8 levels; 600 paths have some 400,000 values. A value costs up to 64 bytes.
constexpr int deepest_report = 32;
constexpr std::size_t most_report_values = 2'000'000;

constexpr const char* give_a_report = "give a report that egress-check --json wrote, unchanged";

/// Where in which file the reader is.
struct reading_place {
    std::string origin;
    std::string pointer; ///< RFC 6901

    [[noreturn]] void fail(std::string_view what) const {
        throw std::invalid_argument(
            fmt::format("{}: {}: {}; {}", origin, pointer.empty() ? "/" : pointer, what, give_a_report));
    }
};

/// Appends a part to the pointer and takes it away again.
class at {
public:
    at(reading_place& where, std::string_view part) : where_(where), before_(where.pointer.size()) {
        where_.pointer += '/';
        where_.pointer += part;
    }
    at(reading_place& where, std::size_t index) : at(where, std::to_string(index)) {}
    ~at() { where_.pointer.resize(before_); }
    at(const at&) = delete;
    at& operator=(const at&) = delete;

private:
    reading_place& where_;
    std::size_t before_;
};

/// An unexpected value, for a message: its text, or its type.
std::string shown(const json& value) {
    if (value.is_string()) return '"' + one_line(value.get_ref<const std::string&>(), 40) + '"';
    return value.type_name();
}

template <class T>
void read_value(reading_place& where, const json& from, T& to);

/// The archive of fields.hpp that reads one object. Keys that it does not know are left alone: a
/// later version of egress-report/1 may add some.
class reader {
public:
    static constexpr bool reads = true;

    reader(reading_place& where, const json& from) : where_(where), from_(from) {
        if (!from.is_object()) where.fail(fmt::format("an object belongs here, not {}", shown(from)));
    }

    template <class T>
    void operator()(const char* key, T& value) {
        const json& from = get(key);
        const at here(where_, key);
        read_value(where_, from, value);
    }
    void or_null(const char* key, std::string& text) {
        if (get(key).is_null())
            text.clear();
        else
            (*this)(key, text);
    }
    template <class T>
    void if_there(const char* key, T& value) {
        if (from_.contains(key)) (*this)(key, value);
    }
    template <class T>
    void unless_usual(const char* key, T& value) {
        if (from_.contains(key)) (*this)(key, value);
    }
    void either(const char* key, bool& flag, const char* yes, const char* no) {
        std::string word;
        (*this)(key, word);
        check(key, word == yes || word == no, fmt::format("\"{}\" or \"{}\" belongs here", yes, no));
        flag = word == yes;
    }
    template <class Function>
    void derived(const char* key, Function value) {
        bool said = false;
        (*this)(key, said);
        follows_.push_back([this, key, said, value] { check(key, said == value(), "contradicts the other keys"); });
    }
    void constant(const char* key, const char* text) {
        std::string said;
        (*this)(key, said);
        check(key, said == text, fmt::format("\"{}\" belongs here", text));
    }
    template <class Walk>
    void object(const char* key, Walk walk) {
        const json& from = get(key);
        const at here(where_, key);
        reader inner(where_, from);
        walk(inner);
    }
    template <class Walk>
    void list(const char* key, Walk walk) {
        const json& from = get(key);
        const at here(where_, key);
        if (!from.is_array()) where_.fail(fmt::format("a list belongs here, not {}", shown(from)));
        steps inner{where_, from};
        walk(inner);
        if (inner.next < from.size()) {
            const at step(where_, inner.next);
            where_.fail("no step that this version knows, or out of order");
        }
    }
    void check(const char* key, bool holds, std::string_view otherwise) {
        if (holds) return;
        const at here(where_, key);
        where_.fail(otherwise);
    }
    /// After the last key: what follows from the others must agree with them.
    void done() const {
        for (const auto& rule : follows_) rule();
    }

private:
    struct steps {
        reading_place& where;
        const json& from;
        std::size_t next = 0;

        bool is_next(std::string_view word) const {
            if (next >= from.size() || !from[next].is_object()) return false;
            const auto found = from[next].find("step");
            return found != from[next].end() && found->is_string() &&
                   found->template get_ref<const std::string&>() == word;
        }
        template <class T>
        bool begins(const char* word, std::optional<T>& value) {
            value.reset();
            if (is_next(word)) value.emplace();
            return value.has_value();
        }
        template <class Walk>
        void one(const char* word, Walk walk) {
            const at here(where, next);
            if (!is_next(word)) where.fail(fmt::format("the step \"{}\" belongs here", word));
            reader step(where, from[next]);
            walk(step);
            step.done();
            ++next;
        }
        template <class T>
        void maybe(const char* word, std::optional<T>& value) {
            value.reset();
            if (!is_next(word)) return;
            T& filled = value.emplace();
            one(word, [&filled](reader& step) { fields(step, filled); });
        }
        template <class T>
        void many(const char* word, std::vector<T>& values) {
            values.clear();
            while (is_next(word)) {
                T& filled = values.emplace_back();
                one(word, [&filled](reader& step) { fields(step, filled); });
            }
        }
    };

    const json& get(const char* key) const {
        const auto found = from_.find(key);
        if (found == from_.end()) where_.fail(fmt::format("the key \"{}\" is missing", key));
        return *found;
    }

    reading_place& where_;
    const json& from_;
    std::vector<std::function<void()>> follows_;
};

template <class T>
void read_integer(reading_place& where, const json& from, T& to) {
    const auto out_of_range = [&] {
        where.fail(fmt::format(
            "an integer from {} to {} belongs here", std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
    };
    if (from.is_number_unsigned()) {
        const auto value = from.get<std::uint64_t>();
        if (!std::in_range<T>(value)) out_of_range();
        to = static_cast<T>(value);
    } else if (from.is_number_integer()) {
        const auto value = from.get<std::int64_t>();
        if (!std::in_range<T>(value)) out_of_range();
        to = static_cast<T>(value);
    } else
        where.fail(fmt::format("an integer belongs here, not {}", shown(from)));
}

template <class T>
void read_optional(reading_place& where, const json& from, std::optional<T>& to) {
    to.reset();
    if (!from.is_null()) read_value(where, from, to.emplace());
}

template <class T>
void read_list(reading_place& where, const json& from, std::vector<T>& to) {
    if (!from.is_array()) where.fail(fmt::format("a list belongs here, not {}", shown(from)));
    to.clear();
    for (std::size_t i = 0; i < from.size(); ++i) {
        const at here(where, i);
        read_value(where, from[i], to.emplace_back());
    }
}

void read_pair(reading_place& where, const json& from, std::pair<std::string, std::string>& to) {
    if (!from.is_array() || from.size() != 2 || !from[0].is_string() || !from[1].is_string())
        where.fail("a list of two texts belongs here");
    to = {from[0].get<std::string>(), from[1].get<std::string>()};
}

template <class T>
void read_value(reading_place& where, const json& from, T& to) {
    if constexpr (std::same_as<T, bool>) {
        if (!from.is_boolean()) where.fail(fmt::format("true or false belongs here, not {}", shown(from)));
        to = from.get<bool>();
    } else if constexpr (std::floating_point<T>) {
        if (!from.is_number()) where.fail(fmt::format("a number belongs here, not {}", shown(from)));
        to = from.get<T>();
    } else if constexpr (std::integral<T>) {
        read_integer(where, from, to);
    } else if constexpr (std::same_as<T, std::string>) {
        if (!from.is_string()) where.fail(fmt::format("a text belongs here, not {}", shown(from)));
        to = from.get<std::string>();
    } else if constexpr (std::is_enum_v<T>) {
        const auto word = from.is_string() ? from_word<T>(from.get_ref<const std::string&>()) : std::nullopt;
        if (!word) where.fail(fmt::format("{} is none of the words known here", shown(from)));
        to = *word;
    } else if constexpr (is_optional<T>)
        read_optional(where, from, to);
    else if constexpr (is_vector<T>)
        read_list(where, from, to);
    else if constexpr (std::same_as<T, std::pair<std::string, std::string>>)
        read_pair(where, from, to);
    else {
        reader inner(where, from);
        fields(inner, to);
        inner.done();
    }
}

/// The text as JSON, bounded in size, depth and number of values.
json parse(std::string_view text, const reading_place& where) {
    if (text.size() > max_report_bytes)
        throw std::invalid_argument(fmt::format("{}: {} MB is more than any report has ({} MB); {}", where.origin,
            text.size() >> 20, max_report_bytes >> 20, give_a_report));
    std::size_t values = 0;
    const auto count = [&](int depth, json::parse_event_t event, const json&) {
        if (depth > deepest_report) where.fail(fmt::format("nested deeper than {} levels", deepest_report));
        if (event != json::parse_event_t::key && ++values > most_report_values)
            where.fail("more values than any report has");
        return true;
    };
    try {
        return json::parse(text, count);
    } catch (const json::parse_error& e) {
        throw std::invalid_argument(
            fmt::format("{}: byte {}: not JSON, or cut off here; {}", where.origin, e.byte, give_a_report));
    } catch (const json::exception&) { // a number that no double holds
        throw std::invalid_argument(fmt::format("{}: a number is out of range; {}", where.origin, give_a_report));
    }
}

} // namespace

report read_json(std::string_view text, std::string_view origin) {
    reading_place where{one_line(origin, 200), ""};
    const json from = parse(text, where);
    if (!from.is_object() || !from.contains("schema")) where.fail("no egress report: the key \"schema\" is missing");
    const json& schema = from["schema"];
    if (schema.is_string() && schema.get_ref<const std::string&>().starts_with("egress-report/") &&
        schema != report_schema)
        throw std::invalid_argument(fmt::format("{}: /schema: {} was written by another version of egress, this one "
                                                "reads \"{}\"; use the version that wrote it",
            where.origin, shown(schema), report_schema));
    report out;
    read_value(where, from, out);
    return out;
}

} // namespace rules
