// SPDX-License-Identifier: MIT
#include "rules/settings/private_parts.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "netprobe/ascii.hpp"
#include "rules/proxy_shown.hpp"
#include "rules/settings/text_edit.hpp"
#include "rules/shown.hpp"
#include "rules/site/manifest_parts.hpp"
#include "rules/site/variables.hpp"

namespace rules {
namespace {

using netprobe::same_but_for_case;

constexpr std::string_view stars = "***";

/// The last part of a layer's "properties.desired.systemModules.edgeHub.env"; others have one part.
std::string_view last_part(std::string_view key) { return key.substr(key.rfind('.') + 1); } // npos + 1 is 0

/// "env", or a slip of it ("evn").
bool is_environment(std::string_view key) {
    return same_but_for_case(last_part(key), "env") || !meant_key(last_part(key), {"env"}).empty();
}

bool is_options(std::string_view key) { return netprobe::lower(last_part(key)).starts_with("createoptions"); }

/// Whether the members of that are called as somebody likes: a module "key-reader" is no secret, nor is its image.
bool has_own_names(std::string_view key) {
    constexpr std::array<std::string_view, 5> maps{
        "modulesContent", "modules", "systemModules", "routes", "registryCredentials"};
    return std::ranges::any_of(maps, [&](auto map) { return same_but_for_case(map, last_part(key)); });
}

bool is_called_secret(const json_span::member& member, std::string_view parent) {
    const std::string_view key = member.key;
    const auto dot = key.rfind('.');
    if (dot != key.npos) parent = key.substr(0, dot);
    const bool named = (member.value.kind == '{' && (has_own_names(key) || has_own_names(parent))) ||
                       same_but_for_case(last_part(parent), "routes");
    return !named && names_secret(last_part(key));
}

std::string place_in(const std::string& at, std::string_view part) {
    auto out = at + "/";
    for (const char c : part) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

class private_finder {
public:
    /// `in_options`: the text, or what is looked at of it, is for the container's engine.
    explicit private_finder(std::string_view text, bool in_options = false) : text_(text), in_options_(in_options) {}

    void look(const json_span& value, const std::string& at, std::string_view parent) {
        if (value.kind == '"' && says_secret(json_string(text_, value))) hide(value, at);
        // "--password", "hunter2": words of one line, of which one alone says nothing.
        const bool one_line = in_options_ && std::ranges::any_of(value.items, [&](const auto& item) {
            return item.kind == '"' && may_hold_secret(json_string(text_, item));
        });
        for (std::size_t i = 0; i < value.items.size(); ++i)
            (one_line ? hide(value.items[i], place_in(at, std::to_string(i)))
                      : look(value.items[i], place_in(at, std::to_string(i)), parent));
        look_at_options(value, at);
        for (const auto& member : value.members) {
            const auto here = place_in(at, member.key);
            if (is_environment(member.key))
                look_at_environment(member.value, here);
            else if (find_value(member.value) != nullptr || member.key.find(".env.") != member.key.npos)
                look_at_variable(last_part(member.key), member.value, here);
            else if (is_called_secret(member, parent) || (in_options_ && is_command(member.key)))
                hide(member.value, here);
            else if (!is_options(member.key))
                look(member.value, here, member.key);
        }
    }

    private_parts found;

private:
    static bool is_command(std::string_view key) {
        return same_but_for_case(key, "Cmd") || same_but_for_case(key, "Entrypoint");
    }
    static bool says_secret(const std::string& text) { return without_secrets(text) != text; }

    static const json_span::member* find_value(const json_span& variable) {
        const auto at = std::ranges::find_if(
            variable.members, [](const auto& member) { return same_but_for_case(member.key, "value"); });
        return at == variable.members.end() ? nullptr : &*at;
    }

    void hide_as(const json_span& value, const std::string& at, std::string_view instead) {
        found.secret.push_back({value.bytes, at, json_quoted(instead)});
        found.no_context.push_back(value.bytes);
    }

    /// All texts and numbers in it.
    void hide(const json_span& value, const std::string& at) {
        const auto bytes = text_.substr(value.bytes.from, value.bytes.to - value.bytes.from);
        if (value.kind == '"') {
            const auto text = json_string(text_, value);
            // A proxy that is set here has lost its password already.
            const auto proxy = read_shown_proxy(text);
            if (!text.empty()) hide_as(value, at, proxy && proxy->login.ends_with(stars) ? text : stars);
        } else if (value.kind == 0 && bytes.find_first_of("0123456789") != bytes.npos) {
            hide_as(value, at, stars);
        }
        for (std::size_t i = 0; i < value.items.size(); ++i) hide(value.items[i], place_in(at, std::to_string(i)));
        for (const auto& member : value.members) hide(member.value, place_in(at, member.key));
    }

    /// {"NAME": {"value": …}} of a module, ["NAME=…"] of a container.
    void look_at_environment(const json_span& env, const std::string& at) {
        found.no_context.push_back(env.bytes);
        if (env.kind == '"') hide(env, at);
        for (const auto& variable : env.members)
            look_at_variable(variable.key, variable.value, place_in(at, variable.key));
        for (std::size_t i = 0; i < env.items.size(); ++i) {
            const auto here = place_in(at, std::to_string(i));
            const auto text = json_string(text_, env.items[i]);
            const auto sign = text.find('=');
            if (sign == text.npos)
                look(env.items[i], here, "env");
            else if (!may_be_shown(text.substr(0, sign), text.substr(sign + 1)))
                hide_as(env.items[i], here, text.substr(0, sign + 1) + std::string(stars));
        }
    }

    void look_at_variable(std::string_view name, const json_span& variable, const std::string& at) {
        found.no_context.push_back(variable.bytes);
        const auto* wrapped = find_value(variable);
        if (wrapped == nullptr && variable.members.size() == 1) wrapped = &variable.members[0]; // a slip: "vaule"
        const auto& value = wrapped == nullptr ? variable : wrapped->value;
        const auto here = wrapped == nullptr ? at : place_in(at, wrapped->key);
        const bool open =
            value.kind == '"' ? may_be_shown(name, json_string(text_, value)) : value.kind == 0 && !names_secret(name);
        if (!open) hide(value, here);
        for (const auto& member : variable.members)
            if (&member != wrapped && wrapped != nullptr) hide(member.value, place_in(at, member.key));
    }

    void take(private_parts&& more) {
        std::ranges::move(more.secret, std::back_inserter(found.secret));
        std::ranges::move(more.no_context, std::back_inserter(found.no_context));
    }

    /// createOptions and its continuations, which are one text: an object, or JSON in a string.
    void look_at_options(const json_span& settings, const std::string& at) {
        std::vector<const json_span::member*> parts;
        std::string all;
        for (const auto& member : settings.members) {
            if (!is_options(member.key)) continue;
            found.no_context.push_back(member.value.bytes);
            if (member.value.kind == '"') {
                parts.push_back(&member);
                all += json_string(text_, member.value);
            } else {
                private_finder inside(text_, true);
                inside.look(member.value, place_in(at, member.key), member.key);
                take(std::move(inside.found));
            }
        }
        if (all.empty()) return;
        const auto open = options_shown(all);
        if (open == all) return;
        for (const auto* part : parts)
            hide_as(part->value, place_in(at, part->key), parts.size() == 1 ? std::string_view(open) : stars);
    }

    /// The text of createOptions as it can be shown.
    static std::string options_shown(const std::string& text) {
        if (const auto root = json_spans(text)) {
            private_finder inside(text, true);
            inside.look(*root, "", "createOptions");
            return with_stars(text, inside.found);
        }
        const bool secret = netprobe::lower(text).find("env") != std::string::npos || may_hold_secret(text);
        return secret ? std::string(stars) : text;
    }

    std::string_view text_;
    bool in_options_;
};

} // namespace

std::string with_stars(std::string_view text, const private_parts& parts) {
    std::vector<text_edit> edits;
    for (const auto& part : parts.secret)
        edits.push_back({part.bytes.from, part.bytes.to - part.bytes.from, part.instead});
    return edited(text, edits);
}

private_parts private_parts_of(std::string_view text) {
    const auto root = json_spans(text);
    if (!root) return {{}, {{0, text.size()}}};
    private_finder finder(text);
    finder.look(*root, "", "");
    std::ranges::stable_sort(finder.found.secret, {}, [](const auto& part) { return part.bytes.from; });
    return std::move(finder.found);
}

} // namespace rules
