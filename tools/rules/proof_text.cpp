// SPDX-License-Identifier: MIT
#include "tools/rules/proof_text.hpp"

#include <iterator>

#include <fmt/format.h>

namespace tools::rules_commands {
namespace {

void add(std::string& to, std::string_view word, const std::vector<rules::mismatch>& all, std::size_t count) {
    for (const auto& m : all) {
        fmt::format_to(std::back_inserter(to), "  {} {}", word, text_of(m.sent));
        if (m.sent.from.value != 0 && text_of(m.sent.from) != "192.0.0.8" && text_of(m.sent.from) != "100::8")
            fmt::format_to(std::back_inserter(to), " from {}", text_of(m.sent.from));
        if (!m.rule.empty()) fmt::format_to(std::back_inserter(to), "\n          by {}", m.rule);
        to += '\n';
    }
    if (count > all.size()) fmt::format_to(std::back_inserter(to), "  … and {} more\n", count - all.size());
}

std::string headline(const rules::proof_outcome& o, std::string_view how) {
    if (o.holds()) return fmt::format("it holds, {}", how);
    if (!o.agrees()) return fmt::format("IT DOES NOT HOLD, {}", how);
    if (!o.unjudged.empty())
        return fmt::format(
            "IT IS NOT PROVED: {} cannot be judged by packets", counted(o.unjudged.size(), "rule", "rules"));
    return fmt::format(
        "NOT PROVED WHOLE: {} of {} cells tried, none wrong; a larger --probes tries more", o.tried, o.cells);
}

} // namespace

std::string counted(std::size_t n, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", n, n == 1 ? one : many);
}

std::string text_of(const rules::proof_outcome& o, std::string_view name, std::string_view how) {
    auto out = fmt::format("{}: {}\n", name, headline(o, how));
    fmt::format_to(std::back_inserter(out), "  {}, {} required; {} stopped, {}; {:.0f} ms\n",
        counted(o.probes, "packet", "packets"), o.required, counted(o.blocked_count, "required one", "required ones"),
        counted(o.leak_count, "leak", "leaks"), o.elapsed_ms);
    if (!o.complete && !(o.agrees() && o.unjudged.empty()))
        fmt::format_to(
            std::back_inserter(out), "  {} of {} cells tried; a larger --probes tries more\n", o.tried, o.cells);
    if (o.required == 0)
        out += "  nothing is required of these rules: no flow of the policy has an address that they can hold\n";
    for (const auto& id : o.missing)
        fmt::format_to(std::back_inserter(out), "  MISSING flow {}: it is required, and not in these rules\n", id);
    add(out, "STOPPED", o.blocked, o.blocked_count);
    add(out, "LEAK   ", o.leaks, o.leak_count);
    for (const auto& text : o.unjudged) fmt::format_to(std::back_inserter(out), "  cannot judge: {}\n", text);
    if (o.mutations > 0)
        fmt::format_to(std::back_inserter(out), "  least privilege: {} taken out in turn, {} surplus\n",
            counted(o.mutations, "element or rule", "elements and rules"), o.surplus.size());
    for (const auto& text : o.surplus) fmt::format_to(std::back_inserter(out), "  SURPLUS {}\n", text);
    for (const auto& text : o.remarks) fmt::format_to(std::back_inserter(out), "  note: {}\n", text);
    return out;
}

} // namespace tools::rules_commands
