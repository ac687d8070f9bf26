// SPDX-License-Identifier: MIT
#include "proxy/settings/daemon_json.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace proxy {
namespace {

using nlohmann::json;

// The reader's position, which nlohmann does not tell for what is well formed.
class counting {
public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    counting() = default;
    counting(const char* at, std::size_t* line) : at_(at), line_(line) {}
    reference operator*() const { return *at_; }
    counting& operator++() {
        if (*at_ == '\n' && line_ != nullptr) ++*line_;
        ++at_;
        return *this;
    }
    counting operator++(int) {
        auto before = *this;
        ++*this;
        return before;
    }
    bool operator==(const counting& other) const { return at_ == other.at_; }
    bool operator!=(const counting& other) const { return at_ != other.at_; }

private:
    const char* at_ = nullptr;
    std::size_t* line_ = nullptr;
};

// Follows the text as it is read; keeps what stands in "proxies" of the outermost object.
struct handler {
    read_result& into;
    const std::string& file;
    const std::size_t& line;
    std::size_t depth = 0;
    bool in_proxies = false; // of the outermost object
    std::string name = {};

    bool value() { return remark_if_wanted(); }
    bool null() { return value(); }
    bool boolean(bool) { return value(); }
    bool number_integer(json::number_integer_t) { return value(); }
    bool number_unsigned(json::number_unsigned_t) { return value(); }
    bool number_float(json::number_float_t, const json::string_t&) { return value(); }
    bool binary(json::binary_t&) { return value(); }
    bool string(json::string_t& text) {
        if (!wanted()) return value();
        into.found.push_back({name, secret(text), {file, line}});
        return true;
    }
    bool start_object(std::size_t) { return open(depth == 1 && name == "proxies"); }
    bool start_array(std::size_t) { return open(false); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(json::string_t& text) {
        if (depth == 1 || (depth == 2 && in_proxies)) name = text;
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const json::exception&) { // whose words quote the text
        into.remarks.push_back(
            to_string(place{file, line}) + ": is not JSON; correct it: Docker does not start with such a file");
        return false;
    }

    bool wanted() const {
        constexpr std::array<std::string_view, 3> names{"http-proxy", "https-proxy", "no-proxy"};
        return depth == 2 && in_proxies && std::ranges::find(names, name) != names.end();
    }
    bool remark_if_wanted() {
        if (wanted() || (depth == 1 && name == "proxies"))
            into.remarks.push_back(fmt::format("{}: {} has a value of another kind; write \"proxies\": "
                                               "{{\"https-proxy\": \"http://HOST:PORT\"}}",
                to_string(place{file, line}), name));
        return true;
    }
    bool open(bool proxies) {
        if (wanted() || (depth == 1 && name == "proxies" && !proxies)) remark_if_wanted();
        ++depth;
        if (depth == 2) in_proxies = proxies;
        return true;
    }
    bool close() {
        --depth;
        if (depth == 1) in_proxies = false, name.clear();
        return true;
    }
};

} // namespace

read_result parse_daemon_json(std::string_view text, const std::string& file) {
    read_result out;
    std::size_t line = 1;
    if (text.find_first_not_of(" \t\r\n") == text.npos) return out; // Docker takes an empty file for no settings
    handler follow{out, file, line};
    json::sax_parse(counting(text.data(), &line), counting(text.data() + text.size(), nullptr), &follow);
    return out;
}

} // namespace proxy
