// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "netprobe/ascii.hpp"
#include "rules/policy/service_tags.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

constexpr std::size_t deepest_tag_file = 16; // a real file nests 5 levels
constexpr std::size_t longest_tag = 80;
constexpr std::string_view remedy = "download the file again and give it unchanged";

/// What the value being read belongs to.
enum class where { nowhere, file, tag_list, tag, properties, prefixes, features };

struct level {
    where in = where::nowhere;
    bool array = false;
    std::string key;                ///< the last one, of an object
    std::vector<std::string> known; ///< the keys that were there, of those that are used
};

std::string_view cloud_word(cloud c) noexcept {
    return c == cloud::public_ ? "Public" : c == cloud::usgov ? "AzureGovernment" : "AzureChina";
}

/// Takes a file as the parser comes upon its parts, so that nothing but the result is ever held, however deep or long a
/// damaged file is. Every function returns true: what is wrong is thrown.
class service_tags_reader : public nlohmann::json_sax<nlohmann::json> {
public:
    service_tags_reader(std::string_view origin, std::optional<cloud> expected)
        : origin_(origin), expected_(expected) {}

    bool null() override {
        if (place() != "networkFeatures" || in() != where::properties)
            other("null"); // of tags that are in no list of features
        return true;
    }
    bool boolean(bool) override { return other("true or false"); }
    bool number_float(number_float_t, const string_t&) override { return other("a fraction"); }
    bool number_integer(number_integer_t) override { return other("a negative number"); }
    bool binary(binary_t&) override { return other("binary"); }

    bool number_unsigned(number_unsigned_t value) override {
        if (in() == where::file && place() == "changeNumber") {
            result_.change_number = value;
            return true;
        }
        return other("a number");
    }

    bool string(string_t& value) override {
        if (in() == where::prefixes) return add_prefix(value);
        if (in() == where::features) return add_feature(value);
        if (in() == where::file && place() == "cloud") return set_cloud(value);
        if (in() == where::tag && place() == "name") return set_name(value);
        if (in() == where::properties && place() == "region")
            tag_.region = word(value);
        else if (in() == where::properties && place() == "systemService")
            tag_.system_service = word(value);
        else
            return other("a text");
        return true;
    }

    bool start_object(std::size_t) override {
        const auto next = levels_.empty()                                 ? where::file
                          : in() == where::tag_list                       ? where::tag
                          : in() == where::tag && place() == "properties" ? where::properties
                                                                          : where::nowhere;
        if (next == where::nowhere) other("an object");
        open({next, false, {}, {}});
        if (next == where::tag) tag_ = {}, addresses_.clear();
        return true;
    }

    bool start_array(std::size_t) override {
        const auto next = in() == where::file && place() == "values" ? where::tag_list
                          : in() != where::properties                ? where::nowhere
                          : place() == "addressPrefixes"             ? where::prefixes
                          : place() == "networkFeatures"             ? where::features
                                                                     : where::nowhere;
        if (next == where::nowhere) other("a list");
        open({next, true, {}, {}});
        return true;
    }

    bool key(string_t& name) override {
        auto& here = levels_.back();
        here.key = name;
        if (!used(here.in, name)) return true;
        if (std::find(here.known.begin(), here.known.end(), name) != here.known.end())
            fail(fmt::format("\"{}\" is there twice", name));
        here.known.push_back(name);
        return true;
    }

    bool end_object() override {
        if (in() == where::file) need({"cloud", "changeNumber", "values"});
        if (in() == where::properties) need({"addressPrefixes"});
        if (in() == where::tag) end_tag();
        levels_.pop_back();
        return true;
    }

    bool end_array() override {
        levels_.pop_back();
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        const auto what = position > size_ ? "it ends in the middle" : "it is no JSON here";
        throw std::invalid_argument(
            fmt::format("{}: byte {}{}: {}; {}", origin_, std::min(position, size_), after(), what, remedy));
    }

    service_tags read(std::string_view text) {
        size_ = text.size();
        nlohmann::json::sax_parse(text, this);
        return std::move(result_);
    }

private:
    where in() const noexcept { return levels_.empty() ? where::nowhere : levels_.back().in; }
    std::string_view place() const noexcept { return levels_.empty() ? std::string_view() : levels_.back().key; }

    std::string after() const {
        return result_.tags.empty() ? "" : fmt::format(", after {}", result_.tags.back().name);
    }

    // "AzureIoTHub, addressPrefixes[3]", or by number where the name is not known yet.
    std::string here() const {
        std::string out = ": ";
        if (levels_.size() > 2) {
            out += tag_.name.empty() ? fmt::format("values[{}]", result_.tags.size()) : tag_.name;
            out += ", ";
        }
        if (in() == where::prefixes) return out + fmt::format("addressPrefixes[{}]", addresses_.size());
        if (in() == where::tag_list) return out + fmt::format("values[{}]", result_.tags.size());
        return place().empty() ? out + "the file" : out + shown(place());
    }

    [[noreturn]] void fail(std::string_view what, std::string_view do_this = remedy) const {
        throw std::invalid_argument(fmt::format("{}{}: {}; {}", origin_, here(), what, do_this));
    }

    static bool used(where in, std::string_view key) noexcept {
        switch (in) {
        case where::file: return key == "cloud" || key == "changeNumber" || key == "values";
        case where::tag: return key == "name" || key == "properties";
        case where::properties:
            return key == "region" || key == "systemService" || key == "addressPrefixes" || key == "networkFeatures";
        default: return false;
        }
    }

    // A value that nothing is done with: fine where the key is not known, else of the wrong type.
    bool other(std::string_view type) const {
        const bool listed = in() == where::tag_list || in() == where::prefixes || in() == where::features;
        if (levels_.empty() || listed || used(in(), place())) fail(fmt::format("{} does not belong there", type));
        return true;
    }

    void open(level one) {
        if (levels_.size() == deepest_tag_file) fail("it nests too deep");
        levels_.push_back(std::move(one));
    }

    void need(std::initializer_list<const char*> keys) const {
        const auto& known = levels_.back().known;
        for (const std::string_view wanted : keys)
            if (std::find(known.begin(), known.end(), wanted) == known.end())
                throw std::invalid_argument(fmt::format("{}: {}\"{}\" is missing; {}", origin_,
                    in() == where::file
                        ? ""
                        : fmt::format(
                              "{}: ", tag_.name.empty() ? fmt::format("values[{}]", result_.tags.size()) : tag_.name),
                    wanted, remedy));
    }

    // Names go into rules and onto terminals.
    std::string word(const std::string& value) const {
        const bool good = value.size() <= longest_tag && std::all_of(value.begin(), value.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
                   c == '-';
        });
        if (!good) fail(fmt::format("{} is no name of Azure's", shown(value)));
        return value;
    }

    bool set_cloud(const std::string& value) {
        for (const auto c : {cloud::public_, cloud::usgov, cloud::china})
            if (value == cloud_word(c)) {
                result_.cloud = c;
                if (expected_ && c != *expected_)
                    fail(fmt::format("the file is of cloud {}, and the site is in {}", value, cloud_word(*expected_)),
                        "give the file of the site's cloud, or say --cloud");
                return true;
            }
        fail(fmt::format("cloud {} is not known", shown(value)),
            "use the file of Public, AzureGovernment or AzureChina");
    }

    bool set_name(const std::string& value) {
        if (value.empty()) fail("it is empty");
        auto name = word(value);
        if (!names_.insert(netprobe::lower(name)).second) fail(fmt::format("tag {} is there twice", name));
        tag_.name = std::move(name);
        return true;
    }

    bool add_prefix(const std::string& text) {
        std::string fault;
        const auto prefix = read_prefix(text, fault);
        if (!prefix) fail(fmt::format("{}: {}", shown(text), fault.substr(0, fault.find(';'))));
        // The widest of all of Azure's is a /9: nobody's rules are to open half the Internet for a slip in a file.
        if (prefix->length < (prefix->first.family == ip_family::v4 ? 8 : 20))
            fail(fmt::format("{}: no service of Azure has a block so large", shown(text)));
        addresses_.push_back(*prefix);
        return true;
    }

    bool add_feature(const std::string& value) {
        tag_.features.push_back(word(value));
        return true;
    }

    void end_tag() {
        need({"name", "properties"});
        tag_.addresses = set_of(addresses_);
        result_.tags.push_back(std::move(tag_));
        tag_ = {};
    }

    std::string_view origin_;
    std::optional<cloud> expected_;
    std::size_t size_ = 0;
    std::vector<level> levels_;
    service_tags result_;
    service_tag tag_;
    std::vector<ip_prefix> addresses_;
    std::set<std::string> names_;
};

} // namespace

service_tags read_service_tags(std::string_view text, std::string_view origin, std::optional<cloud> expected) {
    if (text.size() > max_service_tag_bytes)
        throw std::invalid_argument(fmt::format(
            "{}: it is larger than {} MB; is it a file of service tags?", origin, max_service_tag_bytes >> 20));
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    return service_tags_reader(origin, expected).read(text);
}

} // namespace rules
