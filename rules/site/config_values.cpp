// SPDX-License-Identifier: MIT
#include "rules/site/config_values.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/shown.hpp"
#include "rules/site/connection_string.hpp"
#include "rules/site/variables.hpp"

namespace rules {
namespace {

std::string joined(key_path path) { return fmt::format("{}", fmt::join(path, ".")); }

/// What a variable holds, for people: nothing that may be a secret.
std::string shown_variable(std::string_view name, const std::string& value) {
    if (netprobe::lower(name).find("proxy") != std::string::npos) return without_password(value);
    const bool plain = netprobe::same_but_for_case(name, "UpstreamProtocol") && without_secrets(value) == value;
    return plain || may_be_shown(name, value) ? value : "***";
}

/// Whether reading ended in that line or the next: then the value there may be only the beginning of what is written.
bool may_be_cut(const place& at, const std::vector<file_fault>& faults) {
    return std::ranges::any_of(faults, [&](const file_fault& fault) {
        return fault.what.starts_with("is not ") && fault.at.file == at.file &&
               (fault.at.line == at.line || fault.at.line == at.line + 1);
    });
}

} // namespace

std::optional<told> told_at(const node& in, key_path path, std::vector<file_fault>& faults) {
    const auto* found = in.find(path);
    if (found == nullptr || found->kind == node::type::none) return std::nullopt;
    if (found->kind != node::type::table && found->kind != node::type::list) return told{found->text, found->at()};
    faults.push_back({found->at(), joined(path) + " is no text", "write it in quotes"});
    return std::nullopt;
}

const node* table_at(const node& in, key_path path, std::vector<file_fault>& faults) {
    const auto* found = in.find(path);
    if (found == nullptr || found->is_table() || found->kind == node::type::none)
        return found != nullptr && found->is_table() ? found : nullptr;
    if (may_be_cut(found->at(), faults)) return nullptr;
    faults.push_back({found->at(), joined(path) + " is no table", "write its settings below it"});
    return nullptr;
}

node tree_of(
    const device_file& file, document (*read)(std::string_view, const std::string&), std::vector<file_fault>& faults) {
    if (!file.read) {
        faults.push_back({{file.shown, 0}, file.why, "what it says is not known"});
        return {};
    }
    auto made = read(file.text, file.shown);
    faults.insert(faults.end(), made.faults.begin(), made.faults.end());
    return std::move(made.root);
}

told host_in_url(const told& url) {
    std::string_view text = url.value;
    if (const auto scheme = text.find("://"); scheme != text.npos) text.remove_prefix(scheme + 3);
    text = text.substr(0, text.find_first_of("/?#"));
    if (const auto user = text.rfind('@'); user != text.npos) text.remove_prefix(user + 1);
    if (text.ends_with(":443")) text.remove_suffix(4);
    return {netprobe::lower(text), url.at};
}

std::string without_password(std::string_view address) {
    const auto at = address.rfind('@');
    if (at == address.npos) return std::string(address);
    const auto scheme = address.substr(0, at).find("://");
    const auto from = scheme == address.npos ? 0 : scheme + 3;
    const auto user = address.substr(from, std::min(address.find(':', from), at) - from);
    return fmt::format("{}{}:***{}", address.substr(0, from), user, address.substr(at));
}

void take_agent(device_config& to, const node& agent) {
    to.agent_image = told_at(agent, {"config", "image"}, to.faults);
    if (const auto* env = table_at(agent, {"env"}, to.faults))
        for (const auto& [name, value] : env->members) {
            auto one = told_at(*env, {name}, to.faults);
            if (!one) continue;
            one->value = shown_variable(name, one->value);
            if (!to.upstream_protocol && netprobe::same_but_for_case(name, "UpstreamProtocol"))
                to.upstream_protocol = one;
            if (!to.agent_proxy && netprobe::same_but_for_case(name, "https_proxy")) to.agent_proxy = one;
            to.agent_env.emplace_back(name, std::move(*one));
        }
    const auto* auth = table_at(agent, {"config", "auth"}, to.faults);
    if (auth == nullptr || auth->members.empty()) return;
    registry_credentials entry;
    entry.name = "agent.config.auth";
    entry.at = auth->at();
    entry.address = told_at(*auth, {"serveraddress"}, to.faults);
    entry.username = told_at(*auth, {"username"}, to.faults);
    entry.has_password = told_at(*auth, {"password"}, to.faults).has_value();
    to.agent_auth.push_back(std::move(entry));
}

void take_connection_string(device_config& to, const node& in, std::string_view key) {
    const auto text = told_at(in, {key}, to.faults);
    if (!text) return;
    const auto read = connection_of(text->value, text->at, to.faults);
    to.connection_string = read.has_key;
    if (!read.hub.empty()) to.hub = told{read.hub, text->at};
    if (!read.device_id.empty()) to.device_id = told{read.device_id, text->at};
}

} // namespace rules
