// SPDX-License-Identifier: MIT
#include "rules/export/read_windows.hpp"

#include <map>
#include <set>
#include <span>
#include <string>

#include <fmt/format.h>

#include "rules/export/powershell_script.hpp"
#include "rules/export/powershell_table.hpp"
#include "rules/export/windows_rules.hpp"

namespace rules {
namespace {

namespace script = powershell_script;

/// The lines that do something: no blank ones, no comments.
std::vector<windows_line> statements(const output_file& file) {
    std::vector<windows_line> out;
    for (const auto& line : windows_lines(file.text, file.name)) {
        const auto begin = line.text.find_first_not_of(' ');
        if (begin == line.text.npos) continue;
        const auto text = line.text.substr(begin);
        if (!text.starts_with('#'))
            out.push_back(line);
        else if (text.starts_with("#Requires") && line.text != script::requires_administrator)
            windows_place{file.name, line.number}.fail("only administrators may be required");
    }
    return out;
}

class script_reader {
public:
    explicit script_reader(const output_file& file) : origin_(file.name), lines_(statements(file)), rest_(lines_) {}

    void fixed(std::span<const std::string_view> expected) {
        for (const auto text : expected) fixed(text);
    }
    void fixed(std::string_view text) {
        if (rest_.empty() || rest_.front().text != text) {
            const windows_place at{origin_, rest_.empty() ? 0 : rest_.front().number};
            at.fail(fmt::format("the line \"{}\" belongs here", text));
        }
        rest_ = rest_.subspan(1);
    }
    bool is_next(std::string_view text) const { return !rest_.empty() && rest_.front().text == text; }

    std::vector<powershell_table> table(std::string_view begin) {
        fixed(begin);
        std::size_t size = 0;
        while (size < rest_.size() && rest_[size].text != script::table_end) ++size;
        const auto inside = rest_.first(size);
        rest_ = rest_.subspan(size);
        fixed(script::table_end);
        return read_powershell_tables(inside, origin_);
    }

    void end() const {
        if (!rest_.empty()) windows_place{origin_, rest_.front().number}.fail("a line that the script does not have");
    }

private:
    std::string_view origin_;
    std::vector<windows_line> lines_;
    std::span<const windows_line> rest_;
};

// The texts of a key, which is taken out of the row. A missing list is empty.
std::vector<std::string> taken(powershell_table& row, const std::string& key, bool list) {
    const auto found = row.values.find(key);
    if (found == row.values.end()) {
        if (list) return {};
        row.at.fail(fmt::format("the key {} is missing", key));
    }
    if (found->second.list != list) row.at.fail(fmt::format("{} is {}", key, list ? "a list" : "one text"));
    auto out = std::move(found->second.texts);
    row.values.erase(found);
    return out;
}

void nothing_left(const powershell_table& row) {
    if (!row.values.empty()) row.at.fail(fmt::format("the key {} is not known here", row.values.begin()->first));
}

std::map<std::string, std::string> read_keywords(std::vector<powershell_table> rows) {
    std::map<std::string, std::string> out;
    for (auto& row : rows) {
        const auto id = taken(row, "Id", false).front();
        if (!out.emplace(id, taken(row, "Keyword", false).front()).second) row.at.fail("the same Id twice");
        nothing_left(row);
    }
    return out;
}

void take_powershell_rule(ruleset& to, powershell_table row, const std::map<std::string, std::string>& keywords) {
    windows_statement rule;
    rule.label = taken(row, "Name", false).front();
    rule.action = taken(row, "Action", false).front();
    rule.direction = taken(row, "Direction", false).front();
    rule.protocol = taken(row, "Protocol", false).front();
    taken(row, "DisplayName", false);
    taken(row, "Description", false);
    rule.ports = taken(row, "RemotePort", true);
    rule.addresses = taken(row, "RemoteAddress", true);
    for (const auto& id : taken(row, "RemoteDynamicKeywordAddresses", true)) {
        const auto found = keywords.find(id);
        if (found == keywords.end()) row.at.fail("a keyword that is not there: Windows would not enforce the rule");
        rule.names.push_back(found->second);
    }
    nothing_left(row);
    add_windows_rule(to, rule, row.at);
}

} // namespace

ruleset read_powershell(const std::vector<output_file>& files) {
    script_reader read(only_windows_file(files, "powershell"));
    read.fixed(script::beginning);
    const auto keywords = read_keywords(read.table(script::keywords_begin));
    auto rows = read.table(script::rules_begin);
    read.fixed(script::undo);
    read.fixed(script::apply);
    ruleset out{precedence::deny_wins, true, {}}; // Windows lets out what no rule and no default stops
    if (read.is_next(script::default_block.front())) {
        read.fixed(script::default_block);
        out.otherwise_allow = false;
    }
    read.fixed(script::ending);
    read.end();
    std::set<std::string> names;
    for (auto& row : rows) {
        const auto name = row.values.find("Name");
        if (name != row.values.end() && !names.insert(name->second.texts.front()).second)
            row.at.fail("two rules of one Name: New-NetFirewallRule would refuse the second");
        take_powershell_rule(out, std::move(row), keywords);
    }
    return out;
}

} // namespace rules
