// SPDX-License-Identifier: MIT
#include <cmath>
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "rules/report/fields.hpp"
#include "rules/report/words.hpp"
#include "rules/write.hpp"

namespace rules {
namespace {

using json = nlohmann::ordered_json;

/// Three decimals: a microsecond. A value too large to have any is kept; JSON knows no infinity.
double rounded(double value) {
    if (!std::isfinite(value)) return 0;
    if (std::abs(value) > 1e12) return value;
    return std::round(value * 1000) / 1000 + 0.0; // + 0.0: no "-0.0"
}

class writer;
template <class T>
json value_of(const T& value);

/// The archive of fields.hpp that writes one object.
class writer {
public:
    static constexpr bool reads = false;

    template <class T>
    void operator()(const char* key, const T& value) {
        put(key, value_of(value));
    }
    void or_null(const char* key, const std::string& text) { put(key, text.empty() ? json() : json(text)); }
    template <class T>
    void if_there(const char* key, const T& value) {
        (*this)(key, value);
    }
    template <class T>
    void unless_usual(const char* key, const T& value) {
        if (!(value == T())) (*this)(key, value);
    }
    void either(const char* key, bool flag, const char* yes, const char* no) { put(key, flag ? yes : no); }
    template <class Function>
    void derived(const char* key, Function value) {
        put(key, value());
    }
    void constant(const char* key, const char* text) { put(key, text); }
    template <class Walk>
    void object(const char* key, Walk walk) {
        writer inner;
        walk(inner);
        put(key, std::move(inner.out_));
    }
    template <class Walk>
    void list(const char* key, Walk walk) {
        steps inner;
        walk(inner);
        put(key, std::move(inner.out));
    }
    void check(const char*, bool, const char*) {}

    json take() { return std::move(out_); }

private:
    struct steps {
        json out = json::array();

        template <class T>
        bool begins(const char*, const std::optional<T>& value) {
            return value.has_value();
        }
        template <class Walk>
        void one(const char* word, Walk walk) {
            writer step;
            step.put("step", word);
            walk(step);
            out.push_back(step.take());
        }
        template <class T>
        void maybe(const char* word, const std::optional<T>& value) {
            if (value) one(word, [&value](writer& step) { fields(step, *value); });
        }
        template <class T>
        void many(const char* word, const std::vector<T>& values) {
            for (const T& value : values) one(word, [&value](writer& step) { fields(step, value); });
        }
    };

    void put(const char* key, json value) { out_.emplace(key, std::move(value)); }

    json out_ = json::object();
};

template <class T>
json array_of(const std::vector<T>& values) {
    json out = json::array();
    for (const T& value : values) out.push_back(value_of(value));
    return out;
}

template <class T>
json value_of(const T& value) {
    if constexpr (std::floating_point<T>)
        return rounded(value);
    else if constexpr (std::integral<T> || std::same_as<T, std::string>)
        return value;
    else if constexpr (std::is_enum_v<T>)
        return std::string(to_string(value));
    else if constexpr (is_optional<T>)
        return value ? value_of(*value) : json();
    else if constexpr (is_vector<T>)
        return array_of(value);
    else if constexpr (std::same_as<T, std::pair<std::string, std::string>>)
        return json::array({value.first, value.second});
    else {
        writer inner;
        fields(inner, value);
        return inner.take();
    }
}

// replace: what is not UTF-8 becomes U+FFFD instead of an exception.
std::string text_of(const json& value, int indent) {
    return value.dump(indent, ' ', false, json::error_handler_t::replace) + "\n";
}
std::string line_of(const json& value) { return text_of(value, -1); }

} // namespace

std::string write_json_line(const netprobe::path_observation& seen) {
    writer out;
    out("id", seen.to.id);
    out("host", seen.to.host);
    out("port", seen.to.port);
    out("protocol", seen.to.protocol);
    out("works", seen.works());
    out("failed", seen.failed);
    out("elapsed_ms", seen.elapsed_ms);
    what_was_seen(out, seen);
    return line_of(out.take());
}

std::string write_json_line(const netprobe::resolve_observation& seen) { return line_of(value_of(seen)); }

std::string write_json(const report& of) {
    writer out;
    fields(out, of);
    return text_of(out.take(), 2);
}

} // namespace rules
