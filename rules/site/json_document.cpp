// SPDX-License-Identifier: MIT
#include <cstddef>
#include <iterator>

#include <nlohmann/json.hpp>

#include "rules/site/document_text.hpp"
#include "rules/site/tree_builder.hpp"

namespace rules {
namespace {

/// How far the reader is, which nlohmann does not tell for what is well formed.
struct reading {
    std::size_t line = 1;
    char last = 0; // what was read last
};

class counted_character {
public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    counted_character() = default;
    counted_character(const char* at, reading* so_far) : at_(at), so_far_(so_far) {}
    reference operator*() const { return *at_; }
    counted_character& operator++() {
        so_far_->last = *at_;
        if (*at_ == '\n') ++so_far_->line;
        ++at_;
        return *this;
    }
    counted_character operator++(int) {
        auto before = *this;
        ++*this;
        return before;
    }
    bool operator==(const counted_character& other) const { return at_ == other.at_; }
    bool operator!=(const counted_character& other) const { return at_ != other.at_; }

private:
    const char* at_ = nullptr;
    reading* so_far_ = nullptr;
};

/// Makes the tree as nlohmann reads the text. What was read before a fault stays.
class json_events {
public:
    using text_type = std::string;
    json_events(const reading& so_far, tree_builder& into, const std::string& file, std::vector<file_fault>& faults)
        : so_far_(so_far), into_(into), file_(file), faults_(faults) {}

    bool null() { return into_.value(node::type::none, {}, so_far_.line); }
    bool boolean(bool given) { return into_.value(node::type::truth, given ? "true" : "false", so_far_.line); }
    bool number_integer(std::int64_t given) { return number(std::to_string(given)); }
    bool number_unsigned(std::uint64_t given) { return number(std::to_string(given)); }
    bool number_float(double, const std::string& written) { return number(written); }
    bool string(std::string& given) { return into_.value(node::type::text, std::move(given), so_far_.line); }
    bool binary(nlohmann::json::binary_t&) { return false; } // not in JSON as text
    bool start_object(std::size_t) { return into_.open(node::type::table, so_far_.line); }
    bool end_object() { return into_.close(); }
    bool start_array(std::size_t) { return into_.open(node::type::list, so_far_.line); }
    bool end_array() { return into_.close(); }
    bool key(std::string& given) { return into_.key(std::move(given), so_far_.line); }

    // The library's own words quote the text, which may be a password.
    bool parse_error(std::size_t, const std::string& token, const nlohmann::json::exception& wrong) {
        const auto line = so_far_.line - (so_far_.last == '\n' && so_far_.line > 1 ? 1 : 0);
        const std::string_view said = wrong.what();
        const auto fault = [&](std::string_view what, std::string_view remedy) {
            faults_.push_back(syntax_fault("JSON", file_, line, what, remedy));
        };
        if (said.find("unexpected end of input") != said.npos || said.find("missing closing quote") != said.npos)
            fault("it ends before it is whole", "write the file again");
        else if (said.find("control character") != said.npos)
            fault("a text goes on over the end of its line, or has a tab in it",
                "close its quotes, or write \\n and \\t");
        else if (!token.empty() && token.back() == '/')
            fault("a comment, which JSON does not have", "take it out");
        else if (!token.empty() && (token.back() == '}' || token.back() == ']'))
            fault("a comma before the bracket, or one that does not fit", "correct the line, or the one before");
        else
            fault("", "correct the line, or the one before");
        return false;
    }

private:
    // The reader has seen the character behind a number, too.
    bool number(std::string written) {
        return into_.value(node::type::number, std::move(written), so_far_.line - (so_far_.last == '\n' ? 1 : 0));
    }

    const reading& so_far_;
    tree_builder& into_;
    const std::string& file_;
    std::vector<file_fault>& faults_;
};

} // namespace

document json_document(std::string_view text, const std::string& file) {
    document out;
    const auto readable = document_text(text, "JSON", file, max_document_bytes, out.faults);
    if (!readable || readable->find_first_not_of(" \t\r\n") == std::string::npos) return out;
    reading so_far;
    tree_builder tree("JSON", file, out.faults);
    json_events events(so_far, tree, file, out.faults);
    const char* const begin = readable->data();
    nlohmann::json::sax_parse(
        counted_character(begin, &so_far), counted_character(begin + readable->size(), &so_far), &events);
    out.root = tree.finish();
    return out;
}

} // namespace rules
