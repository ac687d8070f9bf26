// SPDX-License-Identifier: MIT
#include "tools/rules/diff_kernel.hpp"

#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/proof/load.hpp"
#include "rules/proof/sandbox.hpp"

namespace tools::rules_commands {
namespace {

constexpr std::size_t most_packets_shown = 20;

// File by file, without lines that are comments or empty.
std::string rule_lines(const diff_side& of) {
    std::string out;
    for (const auto& f : of.files) {
        if (of.files.size() > 1) out += f.name + "\n";
        for (std::size_t at = 0; at < f.text.size();) {
            const auto end = std::min(f.text.find('\n', at), f.text.size());
            const auto line = f.text.substr(at, end - at);
            if (!line.empty() && line.front() != '#') out += line + "\n";
            at = end + 1;
        }
    }
    return out;
}

bool is_of_kernel(const diff_side& side) {
    return side.format != nullptr && !side.rules && rules::proof::can_load(side.format->name);
}

bool holds_flow(const diff_side& side, const rules::flow& f) {
    return side.format == nullptr || side.format->carries(*side.policy, f) != rules::carried::not_at_all;
}

// Flows that both policies have, and one side's format leaves out.
std::vector<std::string> left_out(const diff_side& before, const diff_side& after) {
    std::vector<std::string> out;
    for (const auto& f : before.policy->flows)
        for (const auto& g : after.policy->flows) {
            if (f.id != g.id || holds_flow(before, f) == holds_flow(after, g)) continue;
            const auto& without = holds_flow(before, f) ? after : before;
            out.push_back(fmt::format("flow {}: {} cannot hold it: {} does not let it out, {} does", f.id,
                without.format->name, without.place, holds_flow(before, f) ? before.place : after.place));
        }
    return out;
}

void ask_kernel(const diff_side& before, const diff_side& after, rules_compared& out) {
    const auto side = [](const diff_side& of) {
        return rules::proof::kernel_side{of.format->name, of.files, *of.policy};
    };
    for (const auto* one : {&before, &after})
        if (one->format->name == "firewalld" && ::geteuid() != 0) {
            out.why_not = "firewalld's daemon starts for root only; run this as root";
            return;
        }
    try {
        out.change = rules::proof::diff_in_kernel(side(before), side(after));
    } catch (const rules::proof::cannot_prove& e) {
        out.why_not = e.what();
    } catch (const rules::proof::refused& e) {
        out.why_not = e.what();
    } catch (const std::invalid_argument& e) {
        out.why_not = e.what();
    }
}

void add_packets(std::string& to, char sign, const std::vector<rules::packet>& all, rules::hook where) {
    for (std::size_t i = 0; i < std::min(all.size(), most_packets_shown); ++i)
        to += fmt::format("{} {}{}\n", sign, text_of(all[i]),
            where == rules::hook::gateway ? " from " + rules::text_of(all[i].from) : std::string());
    if (all.size() > most_packets_shown) to += fmt::format("{} … and {} more\n", sign, all.size() - most_packets_shown);
}

} // namespace

bool rules_compared::same() const noexcept {
    if (!cannot.empty()) return false;
    if (!asked || same_text) return true;
    // Of one format other lines mean something, though no packet that was asked tells it.
    return change && change->empty() && change->unjudged.empty() && !same_format;
}

rules_compared compare_in_kernel(const diff_side& before, const diff_side& after) {
    rules_compared out;
    out.cannot = left_out(before, after);
    out.where = before.policy->hook;
    if (!is_of_kernel(before) || !is_of_kernel(after) || before.policy->hook != after.policy->hook) return out;
    out.asked = true;
    out.same_format = before.format == after.format;
    out.same_text = out.same_format && rule_lines(before) == rule_lines(after);
    if (!out.same_text) ask_kernel(before, after, out);
    return out;
}

std::string text_of(const rules_compared& found) {
    std::string out;
    for (const auto& line : found.cannot) out += "! " + line + "\n";
    if (!found.asked) return out;
    if (found.same_text) return out + "rules: the same lines, comments apart\n";
    if (!found.change)
        return out +
               fmt::format("rules: they differ, and which packets that changes was not asked: {}\n", found.why_not);
    const auto& change = *found.change;
    out += fmt::format("rules, {} packets asked of a kernel with each: ", change.asked);
    out += change.empty() ? "the same ones get out; by other interfaces and amid connections none was asked\n"
                          : fmt::format("{} gained, {} lost\n", change.gained.size(), change.lost.size());
    add_packets(out, '+', change.gained, found.where);
    add_packets(out, '-', change.lost, found.where);
    if (found.same_format && change.empty()) out += "their lines differ, so they are not taken for the same\n";
    for (const auto& text : change.unjudged) out += "cannot judge: " + text + "\n";
    if (!change.complete) out += "note: there are more cells than packets: a sample of them was asked\n";
    return out;
}

} // namespace tools::rules_commands
