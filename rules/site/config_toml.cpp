// SPDX-License-Identifier: MIT
//
// config.toml of IoT Edge 1.2 and later, and what `iotedge config apply` made of it for the daemons.
#include <algorithm>
#include <array>

#include "netprobe/ascii.hpp"
#include "rules/site/config_values.hpp"

namespace rules {
namespace {

constexpr std::string_view super_config = "/etc/aziot/config.toml";

/// What people wrote, and what each daemon reads.
struct applied_trees {
    node wanted, identityd, edged, certd, keyd;
};

/// config.toml of a daemon, then its config.d by name, as the daemon merges them.
node tree_of_daemon(const std::vector<device_file>& files, std::string_view daemon, std::vector<file_fault>& faults) {
    const auto folder = std::string("/etc/aziot/") + std::string(daemon) + "/";
    std::vector<const device_file*> own;
    for (const auto& file : files)
        if (file.path.starts_with(folder) && file.path.ends_with(".toml")) own.push_back(&file);
    std::ranges::sort(
        own, {}, [&](const device_file* file) { return std::pair(file->path != folder + "config.toml", file->path); });
    node all;
    for (const auto* file : own) {
        auto tree = tree_of(*file, toml_document, faults);
        if (all.kind == node::type::none)
            all = std::move(tree);
        else if (tree.kind != node::type::none)
            merge(all, std::move(tree));
    }
    return all;
}

/// The daemon's value, which counts, or what config.toml has; where they differ, config.toml waits to be applied.
std::optional<told> applied_or_wanted(
    device_config& to, std::string_view name, std::optional<told> applied, std::optional<told> wanted) {
    if (applied && wanted && applied->value != wanted->value)
        to.not_applied.push_back({std::string(name), *wanted, *applied});
    return applied ? applied : wanted;
}

void take_provisioning(device_config& to, const node& in) {
    auto& faults = to.faults;
    to.provisioning = told_at(in, {"source"}, faults);
    take_connection_string(to, in, "connection_string");
    if (!to.hub) to.hub = told_at(in, {"iothub_hostname"}, faults);
    if (!to.device_id) to.device_id = told_at(in, {"device_id"}, faults);
    if (!to.device_id) to.device_id = told_at(in, {"attestation", "registration_id"}, faults);
    if (const auto endpoint = told_at(in, {"global_endpoint"}, faults)) to.dps_endpoint = host_in_url(*endpoint);
    to.dps_scope = told_at(in, {"id_scope"}, faults);
    if (!to.dps_scope) to.dps_scope = told_at(in, {"scope_id"}, faults); // the daemon's word for it
    to.attestation = told_at(in, {"attestation", "method"}, faults);
    if (!to.attestation) to.attestation = told_at(in, {"authentication", "method"}, faults);
}

/// Both provisionings, whole: parts of one say nothing about the other.
void take_provisionings(device_config& to, const applied_trees& all) {
    device_config wanted;
    if (const auto* in = table_at(all.wanted, {"provisioning"}, to.faults)) take_provisioning(wanted, *in);
    to.faults.insert(to.faults.end(), wanted.faults.begin(), wanted.faults.end());
    to.connection_string = wanted.connection_string;
    const auto* in = table_at(all.identityd, {"provisioning"}, to.faults);
    device_config applied;
    if (in != nullptr) take_provisioning(applied, *in);
    to.faults.insert(to.faults.end(), applied.faults.begin(), applied.faults.end());
    if (in != nullptr && !applied.provisioning) in = nullptr;
    const auto take = [&](std::optional<told> device_config::*member, std::string_view name) {
        auto kept = applied_or_wanted(to, name, applied.*member, wanted.*member);
        to.*member = in != nullptr ? applied.*member : std::move(kept);
    };
    take(&device_config::provisioning, "provisioning.source");
    take(&device_config::hub, "provisioning.iothub_hostname");
    take(&device_config::device_id, "provisioning.device_id");
    take(&device_config::dps_endpoint, "provisioning.global_endpoint");
    take(&device_config::dps_scope, "provisioning.id_scope");
    take(&device_config::attestation, "provisioning.attestation.method");
}

/// Variables that config.toml has and edged not, or another value of: by what stands there, which is not kept.
void note_changed_variables(device_config& to, const node& written, const node& applied,
    const std::vector<std::pair<std::string, told>>& wanted) {
    const auto* const own = written.find("env");
    const auto* const theirs = applied.find("env");
    for (const auto& [name, shown_value] : wanted) {
        const auto* const mine = own == nullptr ? nullptr : own->find(name);
        const auto* const other = theirs == nullptr ? nullptr : theirs->find(name);
        if (mine == nullptr || (other != nullptr && other->text == mine->text)) continue;
        const auto same = std::ranges::find(to.agent_env, name, &std::pair<std::string, told>::first);
        const auto small = netprobe::lower(name);
        const bool open = small == "upstreamprotocol" || small.find("proxy") != small.npos;
        to.not_applied.push_back({"agent.env." + name, shown_value,
            same == to.agent_env.end() ? told{"", applied.at()} : same->second, !open});
    }
}

void take_agents(device_config& to, const applied_trees& all) {
    device_config wanted;
    const auto* written = table_at(all.wanted, {"agent"}, to.faults);
    if (written != nullptr) take_agent(wanted, *written);
    const auto* applied = table_at(all.edged, {"agent"}, to.faults);
    take_agent(to, applied != nullptr ? *applied : written != nullptr ? *written : node());
    if (applied == nullptr || written == nullptr) return;
    to.faults.insert(to.faults.end(), wanted.faults.begin(), wanted.faults.end());
    applied_or_wanted(to, "agent.config.image", to.agent_image, wanted.agent_image);
    if (to.agent_auth.empty()) to.agent_auth = std::move(wanted.agent_auth);
    note_changed_variables(to, *written, *applied, wanted.agent_env);
}

/// What certd or keyd is told to have under an id: where that is. A list (of ids, or of places) has the first place in
/// it; an id alone is none: `iotedge config apply` writes "aziot-edged-trust-bundle = ["aziot-edged-ca"]" for a device
/// whose configuration has no bundle (iotedge: edgelet/iotedge/src/config/apply.rs).
std::optional<told> preloaded(const node& daemon, std::string_view kind, std::string_view id) {
    const auto* const found = daemon.find({kind, id});
    if (found == nullptr) return std::nullopt;
    const auto is_place = [](const node& one) { return one.is_text() && one.text.find(':') != std::string::npos; };
    if (is_place(*found)) return told{found->text, found->at()};
    const auto first = std::ranges::find_if(found->items, is_place);
    return first == found->items.end() ? std::nullopt : std::optional(told{first->text, first->at()});
}

/// Every address in a tree at which certificates are asked for.
void take_est(std::vector<told>& to, const node& in) {
    const auto add = [&](const node& url) {
        if (!url.is_text() || url.text.empty()) return;
        auto host = host_in_url({url.text, url.at()});
        if (std::ranges::none_of(to, [&](const told& known) { return known.value == host.value; }))
            to.push_back(std::move(host));
    };
    if (const auto* urls = in.find({"est", "urls"}); urls != nullptr)
        for (const auto& [id, url] : urls->members) add(url);
    const auto* method = in.find("method");
    const auto* url = in.find("url");
    if (method != nullptr && method->text == "est" && url != nullptr) add(*url);
    for (const auto& [key, value] : in.members) take_est(to, value);
    for (const auto& item : in.items) take_est(to, item);
}

} // namespace

device_config config_of_toml(const std::vector<device_file>& files) {
    device_config out;
    auto& faults = out.faults;
    applied_trees all;
    for (const auto& file : files)
        if (file.path == super_config) {
            all.wanted = tree_of(file, toml_document, faults);
            out.version = iot_edge::v1_2;
        }
    for (const auto& [daemon, tree] : std::array<std::pair<std::string_view, node*>, 4>{
             {{"identityd", &all.identityd}, {"edged", &all.edged}, {"certd", &all.certd}, {"keyd", &all.keyd}}}) {
        *tree = tree_of_daemon(files, daemon, faults);
        if (tree->is_table()) out.version = iot_edge::v1_2;
    }

    out.hostname = applied_or_wanted(
        out, "hostname", told_at(all.identityd, {"hostname"}, faults), told_at(all.wanted, {"hostname"}, faults));
    auto parent = told_at(all.wanted, {"parent_hostname"}, faults);
    if (!parent) parent = told_at(all.wanted, {"local_gateway_hostname"}, faults);
    auto applied_parent = told_at(all.edged, {"parent_hostname"}, faults);
    if (!applied_parent) applied_parent = told_at(all.identityd, {"provisioning", "local_gateway_hostname"}, faults);
    out.parent_hostname = applied_or_wanted(out, "parent_hostname", std::move(applied_parent), std::move(parent));
    take_provisionings(out, all);
    take_agents(out, all);

    // Daemons have names for certificates, of which certd and keyd know the files.
    out.trust_bundle = told_at(all.wanted, {"trust_bundle_cert"}, faults);
    for (const auto* id : {"trust-bundle-user", "aziot-edged-trust-bundle"})
        if (!out.trust_bundle) out.trust_bundle = preloaded(all.certd, "preloaded_certs", id);
    out.device_ca_cert = told_at(all.wanted, {"edge_ca", "cert"}, faults);
    if (!out.device_ca_cert) out.device_ca_cert = preloaded(all.certd, "preloaded_certs", "aziot-edged-ca");
    out.device_ca_pk = told_at(all.wanted, {"edge_ca", "pk"}, faults);
    if (!out.device_ca_pk) out.device_ca_pk = preloaded(all.keyd, "preloaded_keys", "aziot-edged-ca");
    take_est(out.est, all.wanted);
    take_est(out.est, all.certd);
    take_est(out.est, all.identityd);

    const auto& runtime = all.edged.find("moby_runtime") != nullptr ? all.edged : all.wanted;
    out.engine = told_at(runtime, {"moby_runtime", "uri"}, faults);
    const auto* network = runtime.find({"moby_runtime", "network"});
    out.network = network != nullptr && network->is_table() ? told_at(*network, {"name"}, faults)
                                                            : told_at(runtime, {"moby_runtime", "network"}, faults);
    out.root = std::move(all.wanted);
    if (!out.root.is_table()) out.root = std::move(all.identityd);
    if (out.root.is_table() && all.edged.is_table() && !out.root.find("agent")) merge(out.root, std::move(all.edged));
    return out;
}

} // namespace rules
