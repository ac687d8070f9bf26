// SPDX-License-Identifier: MIT
#include "rules/export/words.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace rules {
namespace {

class splitter {
public:
    splitter(std::string_view line, const line_place& at, const line_syntax& syntax)
        : rest_(line), at_(at), syntax_(syntax) {}

    std::vector<std::string> words() {
        std::vector<std::string> out;
        for (;;) {
            while (rest_.starts_with(' ')) rest_.remove_prefix(1);
            if (rest_.empty()) return out;
            out.push_back(word());
        }
    }

private:
    bool at_quote() const { return syntax_.quote != 0 && rest_.starts_with(syntax_.quote); }

    std::string word() {
        std::string out;
        if (at_quote() && !syntax_.quotes_inside) {
            quoted(out);
            if (!rest_.empty() && !rest_.starts_with(' ')) at_.refuse("a blank is missing after a quote");
            return out;
        }
        while (!rest_.empty() && !rest_.starts_with(' ')) {
            if (at_quote()) {
                if (!syntax_.quotes_inside) at_.refuse("a quote inside a word");
                quoted(out);
                continue;
            }
            if (syntax_.bare_refused.find(rest_.front()) != std::string_view::npos)
                at_.refuse(fmt::format("the character {} outside quotes", rest_.front()));
            out += take();
        }
        return out;
    }

    void quoted(std::string& into) {
        take();
        for (;;) {
            if (rest_.empty()) at_.refuse("a quote does not end on its line");
            char c = take();
            if (c == syntax_.quote) return;
            if (c == '\\') {
                if (rest_.empty() || syntax_.escaped.find(rest_.front()) == std::string_view::npos)
                    at_.refuse("a backslash that escapes nothing");
                c = take();
            } else if (syntax_.quoted_refused.find(c) != std::string_view::npos) {
                at_.refuse(fmt::format("\"{}\" between quotes without a backslash", c));
            }
            into += c;
        }
    }

    char take() {
        const char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }

    std::string_view rest_;
    const line_place& at_;
    const line_syntax& syntax_;
};

} // namespace

void line_place::refuse(std::string_view what) const {
    std::string shown;
    for (const char c : what.substr(0, 200)) shown += c < ' ' || c > '~' ? '?' : c;
    throw std::invalid_argument(
        line == 0 ? fmt::format("{}: {}", file, shown) : fmt::format("{}:{}: {}", file, line, shown));
}

std::vector<std::string> split_list(std::string_view text, char separator) {
    std::vector<std::string> out;
    for (;;) {
        const auto end = text.find(separator);
        out.emplace_back(text.substr(0, end));
        if (end == text.npos) return out;
        text.remove_prefix(end + 1);
    }
}

std::vector<word_line> words_of(std::string_view text, std::string_view file, const line_syntax& syntax) {
    std::vector<word_line> out;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const line_place at{file, number};
        if (std::any_of(line.begin(), line.end(), [](char c) { return c < ' ' || c > '~'; }))
            at.refuse("a character that is no printable ASCII");
        const auto first = line.find_first_not_of(' ');
        if (first == line.npos || line[first] == syntax.comment) continue;
        out.push_back({at, first > 0, splitter(line, at, syntax).words()});
    }
    return out;
}

} // namespace rules
