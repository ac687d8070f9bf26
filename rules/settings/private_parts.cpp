// SPDX-License-Identifier: MIT
#include "rules/settings/private_parts.hpp"

#include <algorithm>

#include "netprobe/ascii.hpp"
#include "rules/settings/text_edit.hpp"
#include "rules/shown.hpp"
#include "rules/site/manifest_parts.hpp"
#include "rules/site/variables.hpp"

namespace rules {
namespace {

/// "env", a slip of it ("evn"), or the last part of a layer's "properties.desired.systemModules.edgeHub.env".
bool is_environment(std::string_view key) {
    const auto last = key.substr(key.rfind('.') + 1); // npos + 1 is 0
    return netprobe::same_but_for_case(last, "env") || !meant_key(last, {"env"}).empty();
}

class private_finder {
public:
    explicit private_finder(std::string_view text) : text_(text) {}

    void look(const json_span& value) {
        for (const auto& item : value.items) look(item);
        look_at_options(value);
        for (const auto& member : value.members) {
            if (is_environment(member.key))
                look_at_environment(member.value);
            else if (has_value(member.value) || member.key.find(".env.") != member.key.npos)
                look_at_variable(member);
            else if (names_secret(member.key) && !netprobe::same_but_for_case(member.key, "registryCredentials"))
                hide(member.value);
            else if (!is_options(member.key))
                look(member.value);
        }
    }

    private_parts found;

private:
    static bool is_options(std::string_view key) { return netprobe::lower(key).starts_with("createoptions"); }

    static bool has_value(const json_span& value) {
        return std::ranges::any_of(
            value.members, [](const auto& member) { return netprobe::same_but_for_case(member.key, "value"); });
    }

    /// All texts in it.
    void hide(const json_span& value) {
        if (value.kind == '"') {
            found.secret.push_back(value.bytes);
            found.no_context.push_back(value.bytes);
        }
        for (const auto& item : value.items) hide(item);
        for (const auto& member : value.members) hide(member.value);
    }

    void look_at_environment(const json_span& env) {
        found.no_context.push_back(env.bytes);
        for (const auto& variable : env.members) look_at_variable(variable);
    }

    void look_at_variable(const json_span::member& variable) {
        const auto name = std::string_view(variable.key).substr(variable.key.rfind('.') + 1);
        const auto* value = &variable.value;
        if (value->kind == '{' && value->members.size() == 1) value = &value->members[0].value;
        found.no_context.push_back(variable.value.bytes);
        if (value->kind != '"' || !may_be_shown(name, json_string(text_, *value))) hide(*value);
    }

    /// createOptions and its continuations, which are one text: a container's own Env is in there.
    void look_at_options(const json_span& settings) {
        std::string all;
        for (const auto& member : settings.members) {
            if (!is_options(member.key)) continue;
            found.no_context.push_back(member.value.bytes);
            if (member.value.kind == '"') all += json_string(text_, member.value);
            if (member.value.kind == '{')
                all += text_.substr(member.value.bytes.from, member.value.bytes.to - member.value.bytes.from);
        }
        if (netprobe::lower(all).find("\"env\"") == std::string::npos && !may_hold_secret(all)) return;
        for (const auto& member : settings.members)
            if (is_options(member.key)) hide(member.value);
    }

    std::string_view text_;
};

} // namespace

private_parts private_parts_of(std::string_view text) {
    const auto root = json_spans(text);
    if (!root) return {{}, {{0, text.size()}}};
    private_finder finder(text);
    finder.look(*root);
    return std::move(finder.found);
}

} // namespace rules
