// SPDX-License-Identifier: MIT
//
// A change request as a table: CSV (RFC 4180), one row for each flow and transport. A cell that a spreadsheet would
// take for a formula begins with a quote.
#include <string>
#include <vector>

#include <fmt/format.h>

#include "rules/export/change_request.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

constexpr std::size_t most_in_a_cell = 32'767; // of a cell in Excel; the rest would be cut without a word

std::string cell(std::string text) {
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) text.insert(0, "'");
    if (text.find_first_of(",\"\r\n") == text.npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

std::string row_of(const std::vector<std::string>& cells) {
    std::string out;
    for (const auto& text : cells) out += (&text == &cells.front() ? "" : ",") + cell(text);
    return out + "\r\n";
}

// Blanks stand in no name and no address, so that the cell needs no quotes.
std::string many(const std::vector<std::string>& all) { return fmt::format("{}", fmt::join(all, " ")); }

std::string sentences(const std::vector<std::string>& all) { return fmt::format("{}", fmt::join(all, "; ")); }

const std::vector<std::string> titles{"id", "policy", "direction", "source", "destination_names",
    "destination_addresses", "addresses_from", "service_tags", "protocol", "ports", "need", "why", "source_document",
    "needed_until", "owner", "reason", "evidence", "addresses_opened", "wildcard", "narrower", "test_after_change"};

std::vector<std::string> cells_of(const policy& of, const flow& f, transport over, std::vector<std::string>& cannot) {
    auto one = f;
    one.over = {over};
    auto addresses = many(addresses_of(f));
    if (addresses.size() >= most_in_a_cell) {
        addresses = fmt::format("{} blocks, too many for a cell: see change-json", addresses_of(f).size());
        cannot.push_back(fmt::format("flow {}: {}", f.id, addresses));
    }
    return {f.id, of.id, direction_of(of), source_of(of), many(f.names), addresses, std::string(to_string(f.how)),
        many(f.tags), std::string(to_string(over)), fmt::format("{}", fmt::join(f.ports, " ")),
        std::string(to_string(f.need)), f.why, f.source, of.expires, of.owner, of.reason, sentences(f.evidence),
        price_of(f), has_wildcard(f) ? "yes" : "no", sentences(narrower_than(f)), sentences(test_commands(one))};
}

exported write_change_csv(const policy& of) {
    exported out;
    auto text = row_of(titles);
    for (const auto& f : of.flows)
        for (const auto over : f.over) text += row_of(cells_of(of, f, over, out.cannot));
    // What its reader must know has no column of its own.
    for (const auto& remark : of.remarks) {
        std::vector<std::string> cells(titles.size());
        cells[0] = "note";
        cells[1] = of.id;
        cells[11] = remark;
        text += row_of(cells);
    }
    out.files.push_back({"change-request.csv", text});
    return out;
}

} // namespace

format change_csv_row() {
    return document_row("change-csv", "Change request as a table (CSV)", "a document: somebody has to make rules of it",
        write_change_csv);
}

} // namespace rules
