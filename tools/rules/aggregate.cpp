// SPDX-License-Identifier: MIT
#include "rules/ip/aggregate.hpp"

#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "netprobe/printable.hpp"
#include "tools/files.hpp"
#include "tools/options.hpp"
#include "tools/rules/commands.hpp"

namespace tools::rules_commands {
namespace {

constexpr std::size_t largest = 512u << 20;

struct aggregate_options {
    std::vector<std::string> files, except;
    bool provenance = false, truncate = false, ipv4_only = false, ipv6_only = false;
    std::string output;
};

std::string name_of(const std::string& file) { return file == "-" ? "standard input" : file; }

rules::set_host_bits host_bits_of(const aggregate_options& of) {
    return of.truncate ? rules::set_host_bits::truncated : rules::set_host_bits::refused;
}

void read_file(const std::string& file, const char* option, const aggregate_options& of, rules::address_list& into) {
    rules::read_list(read_text_file(file, option, largest), name_of(file), host_bits_of(of), into);
}

rules::ip_set taken_from(rules::address_list& list) { return rules::set_of(std::move(list.v4), std::move(list.v6)); }

// A line each, so that a person can mend them all; nothing of the result is printed.
int refuse(const rules::address_list& list) {
    for (const auto& fault : list.faults) complain("egress-rules", fault);
    if (list.fault_count > list.faults.size())
        complain("egress-rules", fmt::format("{} more lines cannot be read", list.fault_count - list.faults.size()));
    return cannot_ask;
}

std::string with_provenance(
    const rules::ip_set& all, const std::vector<rules::ip_set>& sources, const aggregate_options& of) {
    const auto prefixes = rules::prefixes_of(all);
    const auto from = rules::provenance_of(prefixes, sources);
    std::string out;
    for (std::size_t i = 0; i < prefixes.size(); ++i) {
        out += rules::text_of(prefixes[i]);
        for (std::size_t n = 0; n < from[i].size(); ++n)
            out += (n == 0 ? "  # " : ", ") + netprobe::printable(name_of(of.files[from[i][n]]), 120);
        out += '\n';
    }
    return out;
}

int aggregate(const aggregate_options& of) {
    rules::address_list list, excepted;
    std::vector<rules::ip_set> sources; // one a file, where they are asked for
    for (const auto& file : of.files) {
        read_file(file, "FILE", of, list);
        if (!of.provenance || list.fault_count > 0) continue;
        sources.push_back(taken_from(list));
        list = {};
    }
    for (const auto& file : of.except) read_file(file, "--except", of, list.fault_count > 0 ? list : excepted);
    if (list.fault_count > 0) return refuse(list);
    if (excepted.fault_count > 0) return refuse(excepted);

    auto all = taken_from(list);
    for (const auto& source : sources) all = rules::unite(all, source);
    if (!of.except.empty()) all = rules::subtract(all, taken_from(excepted));
    if (of.ipv4_only) all.v6.clear();
    if (of.ipv6_only) all.v4.clear();
    const auto text = of.provenance ? with_provenance(all, sources, of) : rules::lines_of(all);
    if (of.output.empty())
        std::cout << text;
    else
        write_text_file(of.output, "-o", text);
    return holds;
}

} // namespace

void add_aggregate(CLI::App& to, action& chosen) {
    const auto of = std::make_shared<aggregate_options>();
    auto* command = to.add_subcommand("aggregate",
        "Lists of addresses, prefixes and ranges (a-b), one a line, # begins a comment: the fewest prefixes that mean "
        "the "
        "same. Strict: what readers could take for different addresses is refused, with file and line.");
    command->add_option("file", of->files, "lists; \"-\" or none: standard input");
    command->add_flag("--provenance", of->provenance, "say behind each prefix which files its addresses are from");
    command->add_option("--except", of->except, "lists of addresses to leave out");
    command->add_flag("--truncate", of->truncate, "take 10.0.0.1/8 for 10.0.0.0/8 instead of refusing it");
    auto* ipv4 = command->add_flag("--ipv4", of->ipv4_only, "print only IPv4");
    command->add_flag("--ipv6", of->ipv6_only, "print only IPv6")->excludes(ipv4);
    command->add_option("-o,--output", of->output, "write to this file");
    command->callback([of, &chosen] {
        if (of->files.empty()) of->files.emplace_back("-");
        chosen = [of] { return aggregate(*of); };
    });
}

} // namespace tools::rules_commands
