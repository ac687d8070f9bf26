// SPDX-License-Identifier: MIT
//
// YAML in the one shape that is written here: block style, two blanks a level, a list's dash at the depth of its key
// plus two. Text that is not a plain word is in double quotes, where YAML reads it as JSON does.
#include "rules/export/tree.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"

namespace rules {
namespace {

constexpr std::size_t deepest_yaml = 32;

// Not a word that some YAML reader takes for a truth, for nothing or for a number (1.1: "no", "1e3", "0x1f", "12:30").
bool plain(std::string_view text) {
    constexpr std::array<std::string_view, 10> taken{
        "true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan"};
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return !text.empty() && lower[0] >= 'a' && lower[0] <= 'z' &&
           lower.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789./-") == lower.npos &&
           std::find(taken.begin(), taken.end(), lower) == taken.end();
}

std::string scalar(const tree& value) {
    if (value.kind == tree::type::number) return std::to_string(value.number);
    if (value.kind == tree::type::truth) return value.truth ? "true" : "false";
    if (value.kind == tree::type::list) return "[]";
    if (value.kind == tree::type::object) return "{}";
    if (plain(value.text)) return value.text;
    if (value.text.find_first_of("\"\\\n\t\r") != value.text.npos)
        throw std::invalid_argument("YAML: text with quotes, backslashes or control characters is not written");
    return fmt::format("\"{}\"", value.text);
}

bool nested(const tree& value) {
    return (value.kind == tree::type::list || value.kind == tree::type::object) && !value.items.empty();
}

void write_yaml_node(std::string& out, const tree& value, std::size_t depth, bool first_is_placed) {
    for (std::size_t i = 0; i < value.items.size(); ++i) {
        const auto& item = value.items[i];
        if (i > 0 || !first_is_placed) out.append(depth, ' ');
        if (value.kind == tree::type::list) {
            out += "- ";
            if (nested(item))
                write_yaml_node(out, item, depth + 2, true);
            else
                out += scalar(item) + "\n";
            continue;
        }
        out += value.keys[i] + ":";
        if (nested(item)) {
            out += "\n";
            write_yaml_node(out, item, depth + 2, false);
        } else {
            out += " " + scalar(item) + "\n";
        }
    }
}

// A line: how deep its text stands, and the text. "- " in front of a member counts as two blanks, and is kept apart.
struct yaml_line {
    std::size_t number, depth;
    std::string_view text;
};

class yaml_parser {
public:
    explicit yaml_parser(std::string_view text) {
        for (std::size_t number = 1; !text.empty(); ++number) {
            const auto end = std::min(text.find('\n'), text.size());
            auto one = text.substr(0, end);
            text.remove_prefix(std::min(end + 1, text.size()));
            const auto depth = one.find_first_not_of(' ');
            if (depth == one.npos || one[depth] == '#' || (lines_.empty() && one == "---")) continue;
            one.remove_prefix(depth);
            lines_.push_back({number, depth, one});
        }
    }

    tree document() {
        if (lines_.empty()) throw std::invalid_argument("YAML: there is nothing");
        if (lines_[0].depth != 0) refuse("a first line that is indented");
        auto out = block(0, 0);
        if (at_ < lines_.size()) refuse("this depth");
        return out;
    }

private:
    [[noreturn]] void refuse(std::string_view what) const {
        throw std::invalid_argument(
            fmt::format("YAML line {}: {} is not expected", lines_[std::min(at_, lines_.size() - 1)].number, what));
    }

    bool here(std::size_t depth) const { return at_ < lines_.size() && lines_[at_].depth == depth; }

    tree block(std::size_t depth, std::size_t level) {
        if (level == deepest_yaml) refuse("so many levels");
        if (!here(depth)) refuse("this depth");
        return lines_[at_].text.starts_with("- ") ? list(depth, level) : object(depth, level);
    }

    tree list(std::size_t depth, std::size_t level) {
        auto out = list_tree(std::vector<tree>{});
        while (here(depth)) {
            auto& first = lines_[at_];
            if (!first.text.starts_with("- ")) refuse("a member among items");
            first.text.remove_prefix(2);
            first.depth += 2;
            const bool more = first.text.starts_with("- ") || key_end(first.text) != first.text.npos;
            out.items.push_back(more ? block(depth + 2, level + 1) : value(lines_[at_++].text));
        }
        return out;
    }

    tree object(std::size_t depth, std::size_t level) {
        tree out;
        while (here(depth)) {
            const auto text = lines_[at_].text;
            const auto end = key_end(text);
            if (end == text.npos) refuse("a line without a key");
            const auto key = text.substr(0, end);
            if (std::find(out.keys.begin(), out.keys.end(), key) != out.keys.end()) refuse("a key twice");
            const auto rest = text.substr(end + 1);
            if (rest.empty()) {
                ++at_;
                out.add(key, block(depth + 2, level + 1));
            } else {
                out.add(key, value(rest.substr(1)));
                ++at_;
            }
        }
        return out;
    }

    // Where a key's colon is; npos: the text begins with none. Keys are words, here with dots and slashes, too.
    static std::size_t key_end(std::string_view text) {
        const auto colon = text.find(':');
        if (colon == text.npos || colon == 0 || !plain(text.substr(0, colon))) return text.npos;
        return colon + 1 == text.size() || text[colon + 1] == ' ' ? colon : text.npos;
    }

    tree value(std::string_view text) const {
        if (text == "[]") return list_tree(std::vector<tree>{});
        if (text == "{}") return {};
        if (text == "true" || text == "false") return truth_tree(text == "true");
        if (plain(text)) return text_tree(text);
        if (const auto number = netprobe::port_from(text)) return number_tree(*number);
        if (text.size() < 2 || text[0] != '"' || text.back() != '"') refuse("this value");
        text = text.substr(1, text.size() - 2);
        if (text.find_first_of("\"\\\t\r") != text.npos) refuse("a quote or backslash in text");
        return text_tree(text);
    }

    std::vector<yaml_line> lines_;
    std::size_t at_ = 0;
};

} // namespace

std::string yaml_of(const tree& value) {
    std::string out;
    write_yaml_node(out, value, 0, false);
    return out;
}

tree tree_of_yaml(std::string_view text) { return yaml_parser(text).document(); }

} // namespace rules
