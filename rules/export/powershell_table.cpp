// SPDX-License-Identifier: MIT
#include "rules/export/powershell_table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace rules {
namespace {

class table_reader {
public:
    table_reader(std::span<const windows_line> lines, std::string_view origin) : lines_(lines), at_{origin, 0} {}

    std::vector<powershell_table> read() {
        std::vector<powershell_table> out;
        while (next_line()) {
            blanks();
            expect("@{");
            out.push_back({{}, at_});
            do {
                pair(out.back().values);
                blanks();
            } while (take(";"));
            expect("}");
            blanks();
            if (!rest_.empty()) at_.fail("a table begins its own line");
        }
        return out;
    }

private:
    bool next_line() {
        if (lines_.empty()) return false;
        rest_ = lines_.front().text;
        at_.line = lines_.front().number;
        lines_ = lines_.subspan(1);
        return true;
    }

    // Line ends count as blanks, but not behind a whole table.
    void blanks() {
        while (rest_.starts_with(' ')) rest_.remove_prefix(1);
    }
    void blanks_and_line_ends() {
        for (blanks(); rest_.empty(); blanks())
            if (!next_line()) at_.fail("a table is not closed");
    }

    bool take(std::string_view what) {
        if (!rest_.starts_with(what)) return false;
        rest_.remove_prefix(what.size());
        return true;
    }
    void expect(std::string_view what) {
        if (!take(what)) at_.fail(fmt::format("\"{}\" belongs here; only plain values are read", what));
    }

    std::string text() {
        expect("'");
        std::string out;
        while (true) {
            const auto end = rest_.find('\'');
            if (end == rest_.npos) at_.fail("a text is not closed in its line");
            out += rest_.substr(0, end);
            rest_.remove_prefix(end + 1);
            if (!take("'")) return out; // '' is one quote in the text
            out += '\'';
        }
    }

    powershell_value value() {
        powershell_value out;
        if (!take("@(")) {
            out.texts.push_back(text());
            return out;
        }
        out.list = true;
        do {
            blanks_and_line_ends();
            out.texts.push_back(text());
            blanks();
        } while (take(","));
        expect(")");
        return out;
    }

    void pair(std::map<std::string, powershell_value>& to) {
        blanks_and_line_ends();
        const auto end =
            std::min(rest_.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"), rest_.size());
        const std::string key(rest_.substr(0, end));
        if (key.empty()) at_.fail("a key belongs here; only plain values are read");
        rest_.remove_prefix(end);
        blanks();
        expect("=");
        blanks();
        if (!to.emplace(key, value()).second) at_.fail(fmt::format("the key {} is there twice", key));
    }

    std::span<const windows_line> lines_;
    std::string_view rest_;
    windows_place at_;
};

} // namespace

std::vector<powershell_table> read_powershell_tables(std::span<const windows_line> lines, std::string_view origin) {
    return table_reader(lines, origin).read();
}

} // namespace rules
