// SPDX-License-Identifier: MIT
#include "tools/rules/diff.hpp"

#include <iostream>
#include <memory>
#include <set>

#include "netprobe/ascii.hpp"
#include "tools/options.hpp"
#include "tools/rules/commands.hpp"
#include "tools/rules/diff_side.hpp"

namespace tools::rules_commands {
namespace {

struct diff_options {
    std::string before, after;
    std::vector<std::string> tags;
    std::string region;
    bool json = false;
};

// The tags that are asked for, by lower-case name. Throws usage_error for what neither file has.
std::set<std::string> wanted_tags(
    const diff_options& of, const rules::service_tags& before, const rules::service_tags& after) {
    std::set<std::string> out;
    const auto take = [&](const std::string& what, const auto& from_file) {
        bool found = false;
        for (const auto* file : {&before, &after}) found = from_file(*file) || found;
        if (!found)
            throw usage_error(what +
                              ": neither file has it; tags are like AzureIoTHub or AzureIoTHub.WestEurope, regions "
                              "like westeurope");
    };
    for (const auto& name : of.tags)
        take("--tag " + name + (of.region.empty() ? "" : " --region " + of.region),
            [&](const rules::service_tags& file) {
                const auto* tag = of.region.empty() ? find(file, name) : find_in_region(file, name, of.region);
                if (tag != nullptr) out.insert(netprobe::lower(tag->name));
                return tag != nullptr;
            });
    if (of.tags.empty())
        take("--region " + of.region, [&](const rules::service_tags& file) {
            for (const auto& tag : file.tags)
                if (rules::is_in_region(tag, of.region)) out.insert(netprobe::lower(tag.name));
            return !out.empty();
        });
    return out;
}

int compare_tags(const diff_options& of, const rules::service_tags& before, const rules::service_tags& after) {
    if (before.cloud != after.cloud)
        throw usage_error(of.before + ", " + of.after + ": they are of two clouds; compare two of one cloud");
    auto changes = rules::diff(before, after);
    if (!of.tags.empty() || !of.region.empty()) {
        const auto names = wanted_tags(of, before, after);
        std::erase_if(changes, [&](const auto& c) { return !names.contains(netprobe::lower(c.name)); });
    }
    std::cout << (of.json ? json_of(before, after, changes) : text_of(before, after, changes));
    return changes.empty() ? holds : does_not_hold;
}

int compare_policies(const diff_options& of, const diff_side& before, const diff_side& after) {
    const auto change = rules::diff(*before.policy, *after.policy);
    const auto compared = compare_in_kernel(before, after);
    std::cout << (of.json ? json_of(before, after, change, compared) : text_of(before, after, change, compared));
    return change.empty() && compared.same() ? holds : does_not_hold;
}

int compare_rules(const diff_options& of, const diff_side& before, const diff_side& after) {
    auto settings = rules::diff(*before.policy, *after.policy).settings;
    // Of senders and their interfaces the rules themselves tell.
    std::erase_if(settings, [](const auto& s) {
        return s.what != "stance" && s.what != "hook" && !s.what.starts_with(rules::service_tags_setting);
    });
    const auto change = rules::diff(*before.rules, *after.rules);
    std::cout << (of.json ? json_of(before, after, settings, change) : text_of(before, after, settings, change));
    return settings.empty() && change.empty() ? holds : does_not_hold;
}

int compare(const diff_options& of) {
    const auto before = read_side(of.before), after = read_side(of.after);
    if (before.tags && after.tags) return compare_tags(of, *before.tags, *after.tags);
    if (!before.policy || !after.policy)
        throw usage_error(
            of.before + ", " + of.after + ": one file holds service tags and the other rules; give two of one kind");
    if (!of.tags.empty() || !of.region.empty())
        throw usage_error("--tag and --region are for files of service tags; leave them out");
    return before.rules && after.rules ? compare_rules(of, before, after) : compare_policies(of, before, after);
}

} // namespace

void add_diff(CLI::App& to, action& chosen) {
    const auto of = std::make_shared<diff_options>();
    auto* command = to.add_subcommand("diff",
        "What changed between two files, or directories: rules or policies that egress-rules "
        "wrote (which packets get out now that did not, and the other "
        "way round; rules that no Linux kernel loads are evaluated as their platform would, those of Linux are asked "
        "in a kernel, in namespaces of their own; of two that cannot be compared so, the policies in their comments "
        "are, and that is said), or two of Azure's ServiceTags_*.json (which addresses each "
        "tag gained and lost). Exit status: 0 nothing, "
        "1 something, 2 a file cannot be read.");
    command->add_option("before", of->before, "the older file or directory")->required();
    command->add_option("after", of->after, "the newer file or directory")->required();
    command->add_option("--tag", of->tags, "service tags: only these (AzureIoTHub, AzureIoTHub.WestEurope)");
    command->add_option("--region", of->region, "service tags: only those of this region (westeurope)");
    command->add_flag("--json", of->json, "as JSON");
    command->callback([of, &chosen] { chosen = [of] { return compare(*of); }; });
}

} // namespace tools::rules_commands
