// SPDX-License-Identifier: MIT
//
// A change request for people: Markdown. What stays as it is written is in code spans, which know no escapes; in what
// is not, every character that Markdown gives a meaning is escaped (a lost "*" is another rule: azure-docs#20977).
#include <string>

#include <fmt/format.h>

#include "rules/export/change_request.hpp"
#include "rules/export/rows.hpp"
#include "rules/policy/embedded.hpp"

namespace rules {
namespace {

std::string markdown_escaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        // At the beginning also what makes a list, a heading or a rule; "_" and "*" anywhere.
        const bool always = std::string_view("\\`*_{}[]<>|~#!&").find(text[i]) != std::string_view::npos;
        const bool first = i == 0 && std::string_view("+-=.)").find(text[i]) != std::string_view::npos;
        if (always || first) out += '\\';
        out += text[i];
    }
    return out;
}

std::string code(std::string_view text) { return fmt::format("`{}`", text); }

std::string codes(const std::vector<std::string>& all) {
    std::string out;
    for (const auto& text : all) out += (out.empty() ? "" : ", ") + code(text);
    return out.empty() ? "none" : out;
}

std::string or_none(std::string_view text, std::string_view otherwise) {
    return text.empty() ? std::string(otherwise) : markdown_escaped(text);
}

std::string head(const policy& of) {
    auto out = fmt::format("# Change request: what Azure IoT Edge needs to get out\n\n"
                           "| | |\n|---|---|\n| Policy | {} |\n| Kind | {} |\n| Direction | {} |\n| Source | {} |\n"
                           "| Owner | {} |\n| Reason | {} |\n| Needed until | {} |\n",
        of.id.empty() ? "not hashed" : code(of.id), to_string(of.stance), markdown_escaped(direction_of(of)),
        markdown_escaped(source_of(of)), or_none(of.owner, "not named"), or_none(of.reason, "not given"),
        or_none(of.expires, "no end given"));
    if (of.remarks.empty()) return out;
    out += "\nTo know beforehand:\n\n";
    for (const auto& text : of.remarks) out += fmt::format("- {}\n", markdown_escaped(text));
    return out;
}

std::string overview(const policy& of) {
    std::string out =
        "\n## Overview\n\n| Flow | Protocol | Ports | Destination | Need | Addresses opened | Wildcard |\n"
        "|---|---|---|---|---|---|---|\n";
    for (const auto& f : of.flows)
        out += fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", code(f.id), transports_of(f), ports_of(f),
            f.names.empty() ? "by address" : codes(f.names), to_string(f.need), price_of(f),
            has_wildcard(f) ? "yes" : "no");
    return out;
}

std::string section(const policy& of, const flow& f) {
    auto out = fmt::format("\n### {}\n\n", code(f.id));
    const auto line = [&out](std::string_view what, const std::string& text) {
        out += fmt::format("- {}: {}\n", what, text);
    };
    line("Why", or_none(f.why, "not said"));
    line("Source document", or_none(f.source, "not said"));
    line("Need", std::string(to_string(f.need)));
    line("Direction", markdown_escaped(direction_of(of)));
    line("Protocol and ports", fmt::format("{}: {}", transports_of(f), ports_of(f)));
    line("Destination names", codes(f.names));
    line(fmt::format("Destination addresses ({})", to_string(f.how)), codes(addresses_of(f)));
    line("Service tags instead", codes(f.tags));
    line("Addresses opened", price_of(f));
    line("Wildcard", has_wildcard(f) ? "yes" : "no");
    for (const auto& text : narrower_than(f)) line("Narrower", markdown_escaped(text));
    for (const auto& text : f.evidence) line("Evidence", markdown_escaped(text));
    for (const auto& text : test_commands(f)) line("Test after the change", code(text));
    return out;
}

exported write_change_markdown(const policy& of) {
    auto text = head(of) + overview(of) + "\n## Flows\n";
    for (const auto& f : of.flows) text += section(of, f);
    text += "\nAll of it after the change: `egress-check` with the site's options.\n\n<!--\n";
    for (const auto& line : embedded(of)) text += line + "\n";
    return {{{"change-request.md", text + "-->\n"}}, {}};
}

} // namespace

format change_markdown_row() {
    return document_row("change-markdown", "Change request for people (Markdown)",
        "a document: somebody has to make rules of it", write_change_markdown);
}

} // namespace rules
