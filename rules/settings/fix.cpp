// SPDX-License-Identifier: MIT
#include "rules/settings/fix.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/component.hpp"
#include "rules/proxy_shown.hpp"
#include "rules/settings/fix_parts.hpp"

namespace rules {
namespace {

constexpr std::array<std::string_view, 4> four_protocols{"Amqp", "AmqpWs", "Mqtt", "MqttWs"};

const device_file* file_named(const device& of, const std::string& name) {
    const auto found = std::find_if(
        of.files.begin(), of.files.end(), [&](const auto& one) { return one.shown == name || one.path == name; });
    return found == of.files.end() || !found->read ? nullptr : &*found;
}

/// UpstreamProtocol where a person wrote it: what `iotedge config apply` made of that is not to be changed.
std::optional<told> written_protocol(const device& of) {
    const auto& known = of.config.upstream_protocol;
    if (!known || known->at.file.find("/config.d/") == std::string::npos) return known;
    const auto* file = file_named(of, "/etc/aziot/config.toml");
    if (file == nullptr) return known;
    const auto all = toml_document(file->text, file->shown);
    const auto* env = all.root.find({"agent", "env"});
    for (const auto& [name, value] : env == nullptr ? std::vector<std::pair<std::string, node>>() : env->members)
        if (value.is_text() && netprobe::same_but_for_case(name, "UpstreamProtocol"))
            return told{value.text, value.at()};
    return known;
}

/// Those who go to the hub: the engine's proxy, for images, says nothing of the way there.
constexpr std::array<std::string_view, 4> hub_users{"aziot-identityd", "iotedged (1.1)", "edgeAgent", "edgeHub"};

/// The one proxy of the device, where a manifest can hold it. Otherwise why not, where there is something to say.
void find_proxy(fix_values& into, const device& of, std::vector<std::string>& left) {
    std::set<std::string> all;
    std::string from, engine;
    const auto add = [&](const std::string& component, const std::string& proxy, const std::string& source) {
        if (proxy.empty()) return;
        if (std::ranges::find(hub_users, component) == hub_users.end()) {
            engine = source;
            return;
        }
        all.insert(proxy);
        if (from.empty()) from = source;
    };
    for (const auto& user : of.proxy_users) add(user.component, user.proxy, user.source);
    for (const auto& one : of.proxy_users.empty() ? of.proxy_settings : std::vector<proxy_setting>())
        if (one.in_use && !one.exceptions && !one.address.empty())
            add(one.component, fmt::format("{}://{}{}", one.scheme, one.login ? "***@" : "", one.address),
                to_string(one.at));
    if (all.empty() && of.config.agent_proxy)
        add("edgeAgent", of.config.agent_proxy->value, to_string(of.config.agent_proxy->at));
    if (all.empty() && !engine.empty())
        left.push_back(fmt::format("https_proxy: {} is the container engine's, for images; if the hub is reached by "
                                   "it, too, set it by hand",
            engine));
    if (all.empty()) return;
    if (all.size() > 1) {
        left.emplace_back("https_proxy: the device has more than one proxy; set the right one by hand");
        return;
    }
    const auto address = read_shown_proxy(*all.begin());
    if (!address || with_scheme(edge_modules(), address->scheme) != ability::can)
        left.emplace_back("https_proxy: edgeAgent and edgeHub cannot use a proxy of the device's kind");
    else if (!address->login.empty())
        left.emplace_back("https_proxy: the device's proxy has a login, which is not written here; set it by hand");
    else {
        into.proxy = *all.begin();
        into.proxy_from = from;
    }
}

} // namespace

std::string_view meant_protocol(std::string_view text) {
    std::string letters;
    for (const char c : text)
        if (c != '_' && c != '-' && c != ' ') letters += c;
    const auto found = std::find_if(four_protocols.begin(), four_protocols.end(),
        [&](auto name) { return netprobe::same_but_for_case(name, letters); });
    return found == four_protocols.end() ? std::string_view() : *found;
}

fixes fixes_of(const device& of) {
    fixes out;
    fix_values wanted;
    const auto protocol = written_protocol(of);
    if (protocol) {
        wanted.protocol = meant_protocol(protocol->value);
        wanted.protocol_from = to_string(protocol->at);
    }
    std::vector<std::string> no_proxy;
    find_proxy(wanted, of, no_proxy);
    const auto keep = [&](file_fix&& one) {
        if (one.edits.empty()) return;
        one.parts = private_parts_of(one.file->text);
        if (can_be_shown(one.file->text, one.edits, one.parts))
            out.files.push_back(std::move(one));
        else
            for (const auto& what : one.what)
                out.left.push_back(fmt::format("{}: {}: in a line that may hold a secret, which no patch shows; lay "
                                               "the file out with a value a line",
                    one.file->shown, what));
    };
    if (const auto* file = protocol ? file_named(of, protocol->at.file) : nullptr) {
        file_fix one{file, {}};
        fix_config(one, *protocol, out.left);
        keep(std::move(one));
    }
    for (const auto& manifest : of.manifests) {
        const auto* file = file_named(of, manifest.file);
        if (file == nullptr) continue;
        file_fix one{file, {}};
        fix_manifest(one, manifest, wanted, out.left);
        keep(std::move(one));
        const auto lacks = [&](const module_settings& m) { return m.system && m.variable("https_proxy") == nullptr; };
        if (manifest.kind == manifest::type::deployment && wanted.proxy.empty() &&
            std::any_of(manifest.modules.begin(), manifest.modules.end(), lacks)) {
            out.left.insert(out.left.end(), no_proxy.begin(), no_proxy.end());
            no_proxy.clear();
        }
    }
    return out;
}

} // namespace rules
