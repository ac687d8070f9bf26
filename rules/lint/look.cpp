// SPDX-License-Identifier: MIT
#include "rules/lint/look.hpp"

#include <algorithm>

#include "netprobe/ascii.hpp"
#include "rules/shown.hpp"

namespace rules {

bool filled_in_later(std::string_view text) noexcept {
    if (text.find("${") != text.npos) return true;
    return text.starts_with('$') && !netprobe::same_but_for_case(text.substr(0, 9), "$upstream");
}

bool is_to_be_replaced(std::string_view text, std::string_view key) {
    if (text.size() < 4 || !text.starts_with('<') || text.find('>') != text.size() - 1) return false;
    if (std::ranges::any_of(text, [](char c) { return c >= 'a' && c <= 'z'; })) return false;
    const bool asks = text.starts_with("<ADD ") && text.ends_with(" HERE>");
    return asks || (!names_secret(key) && std::ranges::any_of(text, [](char c) { return c >= 'A' && c <= 'Z'; }));
}

const told* set_to(const module_settings& of, std::string_view variable, bool* later) noexcept {
    const auto* const value = of.variable(variable);
    if (value == nullptr || value->value.empty()) return nullptr;
    if (!filled_in_later(value->value)) return value;
    if (later != nullptr) *later = true;
    return nullptr;
}

std::optional<std::string> text_at(const node& from, std::initializer_list<std::string_view> path) {
    const auto* const value = from.find(path);
    if (value == nullptr || value->kind == node::type::none || value->is_table() || value->kind == node::type::list)
        return std::nullopt;
    return value->text;
}

bool read_whole(const std::vector<file_fault>& faults) noexcept {
    return std::ranges::none_of(faults, [](const file_fault& one) {
        // Of a key that is there twice one was read.
        if (one.what.find("there before") != std::string::npos || one.what.find("there twice") != std::string::npos)
            return false;
        return one.what.starts_with("is not ") || one.what.starts_with("is larger ") ||
               one.what.starts_with("is nested ") || one.what.starts_with("has more than ") ||
               one.what.starts_with("cannot be read");
    });
}

bool is_on_host(std::string_view image, std::string_view host) {
    if (host.empty() || !netprobe::same_but_for_case(image.substr(0, host.size()), host)) return false;
    image.remove_prefix(host.size());
    return image.empty() || image.front() == ':' || image.front() == '/';
}

std::vector<system_modules> system_modules_of(const device& of) {
    std::vector<system_modules> all;
    for (const auto& one : of.manifests)
        if (one.kind == manifest::type::deployment && !one.modules.empty() && read_whole(one.faults))
            all.push_back({&one, one.module("edgeAgent"), one.module("edgeHub")});
    return all;
}

bool is_true(const node* value) noexcept {
    return value != nullptr && (value->kind == node::type::truth || value->is_text()) &&
           netprobe::same_but_for_case(value->text, "true");
}

std::optional<bool> truth_of(const told* value) noexcept {
    if (value == nullptr) return std::nullopt;
    if (netprobe::same_but_for_case(value->value, "true")) return true;
    if (netprobe::same_but_for_case(value->value, "false")) return false;
    return std::nullopt;
}

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    return text;
}

std::vector<bound_port> bound_ports(const module_settings& of) {
    std::vector<bound_port> all;
    const auto* const bindings = of.create_options.root.find({"HostConfig", "PortBindings"});
    if (bindings == nullptr || !bindings->is_table()) return all;
    for (const auto& [inside, hosts] : bindings->members) {
        for (const auto& host : hosts.items) {
            auto at = host.at();
            // Of a chunk in a string only the manifest's own line means something.
            if (at.line == 0 || at.file.empty()) at = of.at;
            all.push_back({inside, text_at(host, {"HostIp"}).value_or(""), at});
        }
    }
    return all;
}

std::string port_number(std::string_view inside) { return std::string(inside.substr(0, inside.find('/'))); }

} // namespace rules
