// SPDX-License-Identifier: MIT
#include "tools/telling.hpp"

#include <iostream>
#include <stdexcept>

#include "rules/explain.hpp"
#include "rules/letters.hpp"
#include "rules/shown.hpp"
#include "rules/why.hpp"
#include "tools/files.hpp"

namespace tools {
namespace {

CLI::Validator not_empty(const char* what) {
    const std::string says = std::string("names no ") + what;
    return {[says](std::string& text) { return text.empty() ? says : std::string(); }, ""};
}

} // namespace

void add_telling_options(CLI::App& app, telling_options& into) {
    const auto group = "Output";
    app.add_option("--why", into.why,
           "How this path's verdict was reached, in place of the page: a path, the beginning of one, or a service")
        ->check(not_empty("path; give one, as -v shows them"))
        ->group(group);
    app.add_option("--letters", into.letters,
           "Write text ready to send, one letter to each person who must act, to this file; - for standard output")
        ->check(not_empty("file; - is standard output"))
        ->group(group);
    app.add_option("--explain", into.explain, "Explain a cause, and end; all lists every cause")
        ->check(not_empty("cause; all lists them"))
        ->group(group);
}

int explain(const std::string& cause) {
    if (cause == "all") {
        std::cout << rules::write_vocabulary();
        return holds;
    }
    if (!rules::find_cause(cause)) {
        const auto nearest = rules::nearest_cause(cause);
        throw usage_error("--explain: no cause " + rules::shown_without_secret(cause) +
                          (nearest.empty() ? "" : "; the nearest is " + std::string(nearest)) +
                          "; --explain all lists them");
    }
    std::cout << rules::write_explanation(cause, style_for(false));
    return holds;
}

void check_telling(const telling_options& told, const output_options& to) {
    const bool json = to.json == "-", letters = told.letters == "-", why = !told.why.empty();
    if (json + letters + why > 1)
        throw usage_error(std::string(why ? "--why" : "--json -") + " and " + (letters ? "--letters -" : "--json -") +
                          " both want standard output; give a file to " + (letters ? "--letters" : "--json"));
    if (!told.letters.empty() && !letters) check_writable(told.letters, "--letters");
}

std::vector<std::size_t> paths_to_tell(const telling_options& told, const std::vector<rules::planned_path>& all) {
    if (told.why.empty()) return {};
    try {
        return rules::paths_named(all, told.why);
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
}

int write_told_report(
    const output_options& to, const telling_options& told, const rules::report& report, const rules::catalog& catalog) {
    const auto paths = paths_to_tell(told, rules::planned_paths(report));
    const auto letters = told.letters.empty() ? std::string() : rules::write_letters(report, catalog);
    if (!letters.empty() && told.letters != "-") write_text_file(told.letters, "--letters", letters);
    return write_report(to, report, [&](const rules::report& of, const rules::terminal_style& style) {
        if (!paths.empty()) return rules::write_why(of, paths, style);
        return told.letters == "-" ? letters : rules::write_terminal(of, style);
    });
}

} // namespace tools
