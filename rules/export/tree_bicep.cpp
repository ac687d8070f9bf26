// SPDX-License-Identifier: MIT
//
// Bicep's values (learn.microsoft.com "Bicep data types"): strings in single quotes with \' \\ \n \$ escapes, one
// member or item a line.
#include "rules/export/tree.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"

namespace rules {
namespace {

constexpr int deepest_bicep = 32;
constexpr std::string_view word_signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.";

std::string bicep_quoted(std::string_view text) {
    std::string out = "'";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\'' || text[i] == '\\' || text.substr(i, 2) == "${") out += '\\';
        out += text[i];
    }
    return out + '\'';
}

bool is_key(std::string_view key) {
    return !key.empty() && key.find_first_not_of(word_signs) == key.npos && key.find('.') == key.npos;
}

class bicep_parser {
public:
    explicit bicep_parser(std::string_view& text) : text_(text) {}

    tree value(int level = 0) {
        if (level == deepest_bicep) refuse("so many levels");
        if (text_.empty()) refuse("the end");
        if (text_[0] == '\'') return text_tree(string());
        if (text_[0] == '{') return group('}', level);
        if (text_[0] == '[') return group(']', level);
        const auto word = take_word();
        if (word == "true" || word == "false") return truth_tree(word == "true");
        if (word[0] < '0' || word[0] > '9') return code_tree(word);
        const auto number = netprobe::port_from(word); // priorities and ports: nothing larger
        if (!number) refuse("this number");
        return number_tree(*number);
    }

private:
    [[noreturn]] static void refuse(std::string_view what) {
        throw std::invalid_argument(fmt::format("Bicep: {} is not expected", what));
    }

    void skip(std::string_view signs) { text_.remove_prefix(std::min(text_.find_first_not_of(signs), text_.size())); }

    std::string take_word() {
        const auto end = std::min(text_.find_first_not_of(word_signs), text_.size());
        if (end == 0) refuse("this character");
        std::string word(text_.substr(0, end));
        text_.remove_prefix(end);
        return word;
    }

    std::string string() {
        std::string out;
        for (text_.remove_prefix(1); !text_.empty(); text_.remove_prefix(1)) {
            if (text_[0] == '\'') {
                text_.remove_prefix(1);
                return out;
            }
            if (text_[0] == '\n' || text_.starts_with("${")) refuse("a line's end or ${ in a string");
            if (text_[0] == '\\') {
                text_.remove_prefix(1);
                if (text_.empty() || std::string_view("'\\$").find(text_[0]) == std::string_view::npos)
                    refuse("this escape");
            }
            out += text_[0];
        }
        refuse("the end of a string");
    }

    tree group(char close, int level) {
        tree out = close == ']' ? list_tree(std::vector<tree>{}) : tree{};
        text_.remove_prefix(1);
        for (skip(" \n"); !text_.starts_with(close); skip(" \n")) {
            if (close == '}') {
                const auto key = text_.starts_with('\'') ? string() : take_word();
                if (std::find(out.keys.begin(), out.keys.end(), key) != out.keys.end()) refuse("a key twice");
                if (!text_.starts_with(": ")) refuse("a key without a colon");
                text_.remove_prefix(2);
                out.keys.push_back(key);
            }
            out.items.push_back(value(level + 1));
            skip(" ");
            if (!text_.starts_with('\n')) refuse("more on this line");
        }
        text_.remove_prefix(1);
        return out;
    }

    std::string_view& text_;
};

} // namespace

std::string bicep_of(const tree& value, int level) {
    switch (value.kind) {
    case tree::type::text: return bicep_quoted(value.text);
    case tree::type::code: return value.text;
    case tree::type::number: return std::to_string(value.number);
    case tree::type::truth: return value.truth ? "true" : "false";
    case tree::type::list:
    case tree::type::object: break;
    }
    const bool object = value.kind == tree::type::object;
    if (value.items.empty()) return object ? "{}" : "[]";
    const std::string indent(2 * static_cast<std::size_t>(level), ' ');
    std::string out = object ? "{\n" : "[\n";
    for (std::size_t i = 0; i < value.items.size(); ++i) {
        out += indent + "  ";
        if (object) out += (is_key(value.keys[i]) ? value.keys[i] : bicep_quoted(value.keys[i])) + ": ";
        out += bicep_of(value.items[i], level + 1) + "\n";
    }
    return out + indent + (object ? "}" : "]");
}

tree take_bicep(std::string_view& text) { return bicep_parser(text).value(); }

} // namespace rules
