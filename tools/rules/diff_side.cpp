// SPDX-License-Identifier: MIT
#include "tools/rules/diff_side.hpp"

#include <iostream>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "tools/options.hpp"
#include "tools/rules/policy_file.hpp"
#include "tools/rules/rule_files.hpp"

namespace tools::rules_commands {
namespace {

// The first line of a file's comments names its format (header_of() of rules/export/format.hpp).
const rules::format* format_said(std::string_view text) {
    constexpr std::string_view before = "egress-rules ", after = ": what Azure IoT Edge needs to get out, policy ";
    const auto end = text.find(after);
    if (end == text.npos) return nullptr;
    const auto begin = text.rfind(before, end);
    return begin == text.npos ? nullptr
                              : rules::find_format(text.substr(begin + before.size(), end - begin - before.size()));
}

rules::ruleset evaluated(const diff_side& of, const std::vector<rules::output_file>& files) {
    auto out = of.format->read(files);
    // Of rules that only add, what the site lets out besides is its own affair.
    if (of.policy->stance == rules::stance::allow_only) out.otherwise_allow = false;
    return out;
}

diff_side side_of(const std::string& place, const std::vector<rules::output_file>& files) {
    diff_side out;
    out.place = place;
    for (const auto& file : files) {
        auto one = policy_in_text(file.text, files.size() == 1 ? place : place + ": " + file.name);
        if (!one) continue;
        if (out.policy) throw usage_error(place + ": more than one of its files holds a policy; give them apart");
        out.policy = std::move(one);
        out.format = format_said(file.text);
    }
    if (out.policy && out.format && out.format->read) out.rules = evaluated(out, files);
    out.files = files;
    return out;
}

} // namespace

diff_side read_side(const std::string& place) {
    const auto files = read_rule_files({place}, "FILE");
    try {
        auto out = side_of(place, files);
        if (out.policy) return out;
        const auto text = files.size() == 1 ? std::string_view(files.front().text) : std::string_view();
        const auto first = text.find_first_not_of("\xef\xbb\xbf \t\r\n");
        if (first == text.npos || text[first] != '{')
            throw usage_error(place +
                              ": it is neither a file of Azure's service tags nor a policy (change-json, or rules with "
                              "it in comments); give two of one kind, as Microsoft publishes or egress-rules export "
                              "wrote them");
        out.tags = rules::read_service_tags(files.front().text, place);
        if (out.tags->tags.empty()) std::cerr << "note: " << place << ": there is no tag in it, \"values\" is empty\n";
        return out;
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
}

} // namespace tools::rules_commands
