// SPDX-License-Identifier: MIT
//
// Edits of a manifest's text: what is added looks like what is beside it.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/settings/fix_parts.hpp"
#include "rules/settings/json_text.hpp"
#include "rules/shown.hpp"
#include "rules/site/manifest_parts.hpp"

namespace rules {
namespace {

constexpr std::string_view protocol_variable = "UpstreamProtocol", proxy_variable = "https_proxy";

/// The blanks that stand before a place.
std::string_view blanks_before(std::string_view text, std::size_t at) {
    auto from = at;
    while (from > 0 && std::string_view(" \t\r\n").find(text[from - 1]) != std::string_view::npos) --from;
    return text.substr(from, at - from);
}

/// What stands between a key and its value: ": ".
std::string_view colon_of(std::string_view text, const json_span::member& member) {
    return text.substr(member.key_bytes.to, member.value.bytes.from - member.key_bytes.to);
}

/// "\"NAME\": {\"value\": \"V\"}", laid out like `beside`, a variable that is there, or on one line.
std::string variable_text(std::string_view text, const json_span::member* beside, std::string_view colon,
    std::string_view name, std::string_view value) {
    const bool alike = beside != nullptr && beside->value.kind == '{' && beside->value.members.size() == 1;
    if (!alike) return fmt::format("{}{}{{\"value\"{}{}}}", json_quoted(name), colon, colon, json_quoted(value));
    const auto& inner = beside->value.members[0];
    return fmt::format("{}{}{{{}\"value\"{}{}{}}}", json_quoted(name), colon_of(text, *beside),
        blanks_before(text, inner.key_bytes.from), colon_of(text, inner), json_quoted(value),
        blanks_before(text, beside->value.bytes.to - 1));
}

/// What is to be in front of a first member of an object that has none yet, and what behind: on lines of its own, one
/// level deeper than the key that the object belongs to, where members are on lines of their own there.
struct object_layout {
    std::string before, behind;
};
object_layout layout_in(std::string_view text, const json_span::member& owner, const json_span& outer) {
    const auto own = blanks_before(text, owner.key_bytes.from);
    const auto around = blanks_before(text, outer.bytes.to - 1); // before the outer object's '}'
    if (own.find('\n') == own.npos || around.find('\n') == around.npos || own.size() < around.size()) return {};
    const auto step = own.substr(around.size()); // the last characters: "\n" and the indents are common to both
    return {std::string(own) + std::string(step), std::string(own)};
}

class manifest_fixer {
public:
    manifest_fixer(file_fix& into, const fix_values& wanted, std::vector<std::string>& left)
        : into_(into), text_(into.file->text), wanted_(wanted), left_(left) {}

    /// Follows a path of keys from an object; a key may hold dots, and then covers several parts of the path.
    void follow(const json_span& object, std::string_view path, const module_settings& of) {
        if (object.kind != '{') return;
        for (const auto& member : object.members) {
            if (path.starts_with(member.key) && path.size() > member.key.size() && path[member.key.size()] == '.')
                follow(member.value, path.substr(member.key.size() + 1), of);
            else if (path == member.key)
                fix_module(member, of);
            else if (const auto variable = fmt::format("{}.env.", path); member.key.starts_with(variable))
                fix_value(member, of.name); // a layer's "….env.UpstreamProtocol"
        }
    }

    void fix_module(const json_span::member& entry, const module_settings& of) {
        if (entry.value.kind != '{') return; // no module: the reader has said so
        const auto* env = tolerant(entry.value, "env", of.name);
        for (const auto& member : env == nullptr ? std::vector<json_span::member>() : env->value.members)
            fix_spelling(member, of.name);
        if (!complete || (env != nullptr && !holds_variables(env->value))) return; // what it is, its author knows
        std::vector<std::pair<std::string_view, std::string>> missing;
        const auto* protocol = of.variable(protocol_variable);
        if (protocol == nullptr && !wanted_.protocol.empty()) missing.emplace_back(protocol_variable, wanted_.protocol);
        const auto meant = protocol != nullptr ? meant_protocol(protocol->value) : std::string_view(wanted_.protocol);
        const bool ignores_proxy = meant == "Amqp" || meant == "Mqtt"; // only WebSocket uses one (facts/azure.md §0.3)
        if (of.variable(proxy_variable) == nullptr && !wanted_.proxy.empty() && !ignores_proxy)
            missing.emplace_back(proxy_variable, wanted_.proxy);
        std::erase_if(missing, [&](const auto& one) { return give_value(env, one.first, one.second, of.name); });
        if (missing.empty()) return;
        for (const auto& [name, value] : missing)
            into_.what.push_back(fmt::format("{}: {} {}, as {}", of.name, name, value,
                name == protocol_variable ? wanted_.protocol_from : wanted_.proxy_from));
        add(entry, env, missing);
    }

    bool complete = false; ///< a whole deployment: what is missing in it is missing on the device

private:
    /// The member of that name, of any case, or a slip of it, which is corrected.
    const json_span::member* tolerant(const json_span& object, std::string_view key, std::string_view whose) {
        if (const auto* exact = object.find(key)) return exact;
        for (const auto& member : object.members)
            if (netprobe::same_but_for_case(member.key, key)) return &member;
        for (const auto& member : object.members) {
            if (meant_key(member.key, {key}).empty()) continue;
            into_.edits.push_back(
                {member.key_bytes.from, member.key_bytes.to - member.key_bytes.from, json_quoted(key)});
            into_.what.push_back(fmt::format("{}: the key {} is {}", whose, shown(member.key), key));
            return &member;
        }
        return nullptr;
    }

    void fix_spelling(const json_span::member& member, const std::string& whose) {
        if (!netprobe::same_but_for_case(member.key, protocol_variable)) return;
        if (member.key != protocol_variable) {
            into_.edits.push_back(
                {member.key_bytes.from, member.key_bytes.to - member.key_bytes.from, json_quoted(protocol_variable)});
            into_.what.push_back(fmt::format("{}: the variable's name is {}", whose, protocol_variable));
        }
        fix_value(member, whose);
    }

    /// The spelling of a protocol, where a variable's value means one.
    void fix_value(const json_span::member& member, const std::string& whose) {
        const auto name = member.key.substr(member.key.rfind('.') + 1);
        if (!netprobe::same_but_for_case(name, protocol_variable)) return;
        const auto* value = &member.value;
        if (value->kind == '{') {
            const auto* inner = tolerant(*value, "value", whose);
            value = inner == nullptr ? nullptr : &inner->value;
        }
        if (value == nullptr || value->kind != '"') return;
        const auto written = json_string(text_, *value);
        if (has_placeholder(written)) return;
        const auto protocol = meant_protocol(written);
        const bool bare = value == &member.value;
        if (protocol.empty()) {
            if (!written.empty())
                left_.push_back(fmt::format("{}: {}: {} {} means none of the four; write the one that is meant",
                    into_.file->shown, whose, protocol_variable, shown_without_secret(written)));
        } else if (protocol != written || bare) {
            const auto colon = colon_of(text_, member);
            into_.edits.push_back({value->bytes.from, value->bytes.to - value->bytes.from,
                bare ? fmt::format("{{\"value\"{}{}}}", colon, json_quoted(protocol)) : json_quoted(protocol)});
            into_.what.push_back(fmt::format("{}: {} is {}", whose, protocol_variable, protocol));
        }
    }

    bool is_null(const json_span& value) const {
        return text_.substr(value.bytes.from, value.bytes.to - value.bytes.from) == "null";
    }

    bool holds_variables(const json_span& env) const { return env.kind == '{' || is_null(env); }

    /// A variable that is there and says nothing gets the value; one that says something else is left to its author.
    /// False where there is none: a second one of that name would be no better.
    bool give_value(
        const json_span::member* env, std::string_view name, const std::string& value, const std::string& whose) {
        if (env == nullptr || env->value.kind != '{') return false;
        const auto there = std::ranges::find_if(
            env->value.members, [&](const auto& one) { return netprobe::same_but_for_case(one.key, name); });
        if (there == env->value.members.end()) return false;
        const auto& held = there->value.bytes;
        if (is_null(there->value) || (there->value.kind == '{' && there->value.members.empty())) {
            const auto colon = colon_of(text_, *there);
            into_.edits.push_back(
                {held.from, held.to - held.from, fmt::format("{{\"value\"{}{}}}", colon, json_quoted(value))});
            into_.what.push_back(fmt::format("{}: {} {}, as {}", whose, name, value,
                name == protocol_variable ? wanted_.protocol_from : wanted_.proxy_from));
        } else {
            left_.push_back(fmt::format(
                "{}: {}: {} has no value that can be read; write {{\"value\": …}}", into_.file->shown, whose, name));
        }
        return true;
    }

    /// Whether a patch that adds something there would show what it must not: it shows the whole line.
    bool secret_in_line(std::size_t at) {
        if (!parts_) parts_ = private_parts_of(text_);
        const auto before = at == 0 ? text_.npos : text_.rfind('\n', at - 1);
        const auto from = before == text_.npos ? 0 : before + 1, to = std::min(text_.find('\n', at), text_.size());
        const auto inside = [&](const secret_part& one) { return one.bytes.from < to && one.bytes.to > from; };
        return std::ranges::any_of(parts_->secret, inside) || may_hold_secret(text_.substr(from, to - from));
    }

    void add(const json_span::member& entry, const json_span::member* env,
        const std::vector<std::pair<std::string_view, std::string>>& missing) {
        const auto colon = colon_of(text_, entry);
        const auto joined = [&](std::string_view before, const json_span::member* beside) {
            std::string all;
            for (const auto& [name, value] : missing) {
                if (!all.empty()) all += ",";
                all += before;
                all += variable_text(text_, beside, colon, name, value);
            }
            return all;
        };
        if (env != nullptr && env->value.kind == '{' && !env->value.members.empty()) {
            const auto& last = env->value.members.back();
            if (secret_in_line(last.value.bytes.to)) {
                const auto before = blanks_before(text_, env->value.members.front().key_bytes.from);
                into_.edits.push_back({env->value.bytes.from + 1, 0, joined(before, nullptr) + ","});
                return;
            }
            into_.edits.push_back({last.value.bytes.to, 0,
                "," + joined(blanks_before(text_, env->value.members[0].key_bytes.from), &last)});
            return;
        }
        if (env != nullptr) { // {} or null
            const auto [before, behind] = layout_in(text_, *env, entry.value);
            into_.edits.push_back({env->value.bytes.from, env->value.bytes.to - env->value.bytes.from,
                "{" + joined(before, nullptr) + behind + "}"});
            return;
        }
        if (entry.value.members.empty()) {
            into_.edits.push_back(
                {entry.value.bytes.from + 1, 0, fmt::format("\"env\"{}{{{}}}", colon, joined("", nullptr))});
            return;
        }
        const auto& last = entry.value.members.back();
        const auto [before, behind] = layout_in(text_, last, entry.value);
        if (secret_in_line(last.value.bytes.to)) {
            into_.edits.push_back({entry.value.bytes.from + 1, 0,
                fmt::format("{}\"env\"{}{{{}{}}},", blanks_before(text_, entry.value.members[0].key_bytes.from), colon,
                    joined(before, nullptr), behind)});
            return;
        }
        into_.edits.push_back({last.value.bytes.to, 0,
            fmt::format(",{}\"env\"{}{{{}{}}}", blanks_before(text_, entry.value.members[0].key_bytes.from), colon,
                joined(before, nullptr), behind)});
    }

    file_fix& into_;
    std::string_view text_;
    const fix_values& wanted_;
    std::vector<std::string>& left_;
    std::optional<private_parts> parts_; ///< made where they are asked for
};

} // namespace

void fix_manifest(file_fix& into, const manifest& of, const fix_values& wanted, std::vector<std::string>& left) {
    const auto root = json_spans(into.file->text);
    if (!root) return; // not JSON: the reader has said so
    const auto* content = root->find("modulesContent");
    if (content == nullptr)
        if (const auto* wrapper = root->find("content")) content = wrapper->value.find("modulesContent");
    const auto* twin = content == nullptr ? nullptr : content->value.find("$edgeAgent");
    if (twin == nullptr) return;
    manifest_fixer fixer(into, wanted, left);
    fixer.complete = of.kind == manifest::type::deployment;
    for (const auto& module : of.modules)
        if (module.system) fixer.follow(twin->value, "properties.desired.systemModules." + module.name, module);
}

} // namespace rules
