// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "rules/read_toml.hpp"
#include "rules/site/document_text.hpp"
#include "rules/site/toml_text.hpp"

namespace rules {
namespace {

// toml++ is asked again after each fault, without its line.
constexpr int most_toml_faults = 10;

class toml_tree {
public:
    toml_tree(const toml_text& text, const std::string& file, std::vector<file_fault>& faults)
        : text_(text), file_(std::make_shared<const std::string>(file)), faults_(faults) {}

    node of(const toml::node& from, std::uint32_t line, int depth) {
        node made;
        made.line = line;
        made.file = file_;
        if (depth > max_document_depth) {
            if (!too_deep_)
                faults_.push_back({{*file_, line}, fmt::format("is nested deeper than {} levels", max_document_depth),
                    "correct the brackets"});
            too_deep_ = true;
            return made;
        }
        if (const auto* const table = from.as_table()) {
            made.kind = node::type::table;
            made.members = members_of(*table, depth);
        } else if (const auto* const list = from.as_array()) {
            made.kind = node::type::list;
            for (const auto& item : *list) made.items.push_back(of(item, line_of(item.source(), line), depth + 1));
        } else {
            take_scalar(made, from);
        }
        return made;
    }

private:
    static std::uint32_t line_of(const toml::source_region& at, std::uint32_t otherwise) {
        return at.begin.line != 0 ? at.begin.line : otherwise;
    }

    // toml++ keeps keys by name; people wrote them in another order.
    std::vector<std::pair<std::string, node>> members_of(const toml::table& table, int depth) {
        struct placed {
            toml::source_position at;
            std::pair<std::string, node> member;
        };
        std::vector<placed> all;
        for (const auto& [key, value] : table) {
            const auto line = line_of(key.source(), line_of(value.source(), 0));
            all.push_back({key.source().begin, {text_.written(key.str()), of(value, line, depth + 1)}});
        }
        std::ranges::stable_sort(all, {}, [](const placed& one) { return std::pair(one.at.line, one.at.column); });
        std::vector<std::pair<std::string, node>> out;
        for (auto& one : all) out.push_back(std::move(one.member));
        return out;
    }

    void take_scalar(node& made, const toml::node& from) const {
        made.kind = node::type::text;
        if (const auto* const text = from.as_string())
            made.text = text_.written(text->get());
        else if (const auto* const truth = from.as_boolean())
            made = scalar(std::move(made), node::type::truth, truth->get() ? "true" : "false");
        else if (const auto* const whole = from.as_integer())
            made = scalar(std::move(made), node::type::number, fmt::format("{}", whole->get()));
        else if (const auto* const real = from.as_floating_point())
            made = scalar(std::move(made), node::type::number, fmt::format("{}", real->get()));
        else if (const auto* const day = from.as_date())
            made.text = fmt::format("{:04}-{:02}-{:02}", day->get().year, day->get().month, day->get().day);
        else // a time: no setting of a device is one
            made.kind = node::type::none;
    }

    static node scalar(node made, node::type kind, std::string text) {
        made.kind = kind;
        made.text = std::move(text);
        return made;
    }

    const toml_text& text_;
    std::shared_ptr<const std::string> file_;
    std::vector<file_fault>& faults_;
    bool too_deep_ = false;
};

struct toml_mistake {
    std::string_view what, remedy;
};

/// What is wrong with a line, by the mistakes that people make; the library's own words are of its grammar.
toml_mistake mistake_in(std::string_view line) {
    constexpr std::array<std::string_view, 4> curly{"\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x98", "\xe2\x80\x99"};
    if (std::ranges::any_of(curly, [&](auto quote) { return line.find(quote) != line.npos; }))
        return {"a quote of a text processor", "write straight ones: \""};
    char open = 0;
    for (std::size_t at = 0; at < line.size() && (open != 0 || line[at] != '#'); ++at) {
        if (open == '"' && line[at] == '\\') {
            if (at + 1 < line.size() && std::string_view("btnfr\"\\uU").find(line[at + 1]) == std::string_view::npos)
                return {"a backslash", "write two of them, or single quotes"};
            ++at;
        } else if (open == 0 && (line[at] == '"' || line[at] == '\'')) {
            open = line[at];
        } else if (line[at] == open) {
            open = 0;
        }
    }
    if (open != 0) return {"a quote is not closed in its line", "close it"};
    const auto sign = line.find('=');
    const auto value = sign == line.npos ? line.npos : line.find_first_not_of(" \t", sign + 1);
    if (value == line.npos) return {"", "correct the line"};
    const char first = line[value];
    const bool word = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '/' || first == '<';
    const auto text = line.substr(value);
    if (word && !text.starts_with("true") && !text.starts_with("false"))
        return {"a text without quotes", "put it in quotes: KEY = \"VALUE\""};
    return {"", "correct the line"};
}

/// The library's own words quote the text, which may be a password.
file_fault fault_of(const toml::parse_error& wrong, const toml_text& text, const std::string& file) {
    const auto said = wrong.description();
    const auto has = [&](std::string_view word) { return said.find(word) != said.npos; };
    const std::size_t line = wrong.source().begin.line;
    if (has("redefine") || has("duplicate"))
        return syntax_fault("TOML", file, line, "a name is there twice", "leave one of them");
    const auto before = line == 0 ? std::string_view() : text.first_lines(line - 1);
    const auto from_line = std::string_view(text.text()).substr(before.size());
    const auto mistake = mistake_in(text.written(from_line.substr(0, from_line.find('\n'))));
    if (mistake.what.empty() && has("end-of-file"))
        return syntax_fault("TOML", file, line, "it ends before it is whole", "close what is open");
    return syntax_fault("TOML", file, line, mistake.what, mistake.remedy);
}

std::optional<toml::table> table_of(std::string_view text) {
    try {
        return toml::parse(text);
    } catch (const toml::parse_error&) {
        return std::nullopt;
    } catch (const toml_library_gave_up&) {
        return std::nullopt;
    }
}

/// The most lines from the start that are TOML: what is before a bracket or quotes that nobody closed.
std::optional<toml::table> table_before_fault(const toml_text& text) {
    std::size_t good = 0, bad = text.lines();
    std::optional<toml::table> best;
    while (good + 1 < bad) {
        const auto half = good + (bad - good) / 2;
        if (auto read = table_of(text.first_lines(half))) {
            best = std::move(read);
            good = half;
        } else {
            bad = half;
        }
    }
    return best;
}

std::optional<toml::table> read_past_faults(toml_text& text, const std::string& file, std::vector<file_fault>& faults) {
    for (int tried = 0; tried < most_toml_faults; ++tried) {
        try {
            return toml::parse(text.text());
        } catch (const toml::parse_error& wrong) {
            auto fault = fault_of(wrong, text, file); // before its line is blank
            const bool fresh = text.blank_line(wrong.source().begin.line);
            if (fresh || tried == 0) faults.push_back(std::move(fault));
            if (!fresh) break;
        } catch (const toml_library_gave_up&) {
            faults.push_back(syntax_fault("TOML", file, 0, "", "compare it with the template of IoT Edge"));
            break;
        }
    }
    return table_before_fault(text);
}

} // namespace

document toml_document(std::string_view text, const std::string& file) {
    document out;
    const auto readable = document_text(text, "TOML", file, max_settings_bytes, out.faults);
    if (!readable) return out;
    toml_text lines(*readable, file, out.faults);
    if (const auto table = read_past_faults(lines, file, out.faults))
        out.root = toml_tree(lines, file, out.faults).of(*table, 1, 0);
    return out;
}

} // namespace rules
