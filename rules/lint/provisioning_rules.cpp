// SPDX-License-Identifier: MIT
//
// How the device gets its identity, and the keys and words of config.toml, of which `iotedge config apply` refuses some
// and passes over others.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "rules/lint/look.hpp"
#include "rules/lint/topics.hpp"
#include "rules/shown.hpp"
#include "rules/site/manifest_parts.hpp"

namespace rules {
namespace {

void look_at_provisioning(const device& of, const lint_context&, lint_findings& found) {
    const auto& config = of.config;
    if (!config.root.is_table() || !config.faults.empty()) return;
    const place whole{config.root.at().file, 0};
    if (!config.provisioning) {
        const auto* const in = config.root.find("provisioning");
        const auto is_slip = [](const auto& member) { return meant_key(member.first, {"source"}) == "source"; };
        if (in != nullptr && std::ranges::any_of(in->members, is_slip)) return; // said as that
        found.add(whole, "nothing says how this device is provisioned", "add [provisioning] with its source");
        return;
    }
    const auto& source = config.provisioning->value;
    if (source == "manual" && !config.hub)
        found.add(config.provisioning->at, "provisioned by hand, and there is no hub",
            "add connection_string, or iothub_hostname and device_id");
    if (source == "dps" && (!config.dps_scope || config.dps_scope->value.empty()))
        found.add(config.provisioning->at, "provisioned through DPS, and there is no id scope",
            config.version == iot_edge::v1_1 ? "add scope_id" : "add id_scope");
    if (source == "dps" && !config.attestation)
        found.add(config.provisioning->at, "provisioned through DPS, and no attestation is chosen",
            "add attestation with its method: symmetric_key, x509 or tpm");
}

// What `iotedge config apply` refuses, or passes over without a word. Only of the files that people write.
void look_at_keys(
    const node& table, std::string_view whose, std::initializer_list<std::string_view> known, lint_findings& found) {
    for (const auto& [key, value] : table.members) {
        if (std::ranges::find(known, key) != known.end()) continue;
        const auto meant = meant_key(key, known);
        if (meant.empty() || table.find(meant) != nullptr) continue;
        found.add(value.at(),
            fmt::format("{} is not known{}; did you mean {}?", shown(key),
                whose.empty() ? "" : fmt::format(" in [{}]", whose), meant),
            fmt::format("write {}: what is not known is passed over", meant));
    }
}

void look_for_misspelled_keys(const device& of, const lint_context&, lint_findings& found) {
    const auto& root = of.config.root;
    if (of.config.version != iot_edge::v1_2 || root.at().file.find("config.d/") != std::string::npos) return;
    look_at_keys(root, "",
        {"hostname", "parent_hostname", "local_gateway_hostname", "trust_bundle_cert", "cloud_timeout_sec",
            "cloud_retries", "auto_reprovisioning_mode", "provisioning", "agent", "edge_ca", "moby_runtime",
            "cert_issuance", "connect", "listen", "watchdog", "preloaded_certs", "preloaded_keys",
            "image_garbage_collection"},
        found);
    const auto look_below = [&](std::initializer_list<std::string_view> path, std::string_view whose,
                                std::initializer_list<std::string_view> known) {
        if (const auto* const table = root.find(path)) look_at_keys(*table, whose, known, found);
    };
    look_below({"agent"}, "agent", {"name", "type", "imagePullPolicy", "config", "env"});
    look_below({"agent", "config"}, "agent.config", {"image", "createOptions", "auth"});
    look_below({"agent", "config", "auth"}, "agent.config.auth", {"serveraddress", "username", "password"});
    look_below({"provisioning"}, "provisioning",
        {"source", "connection_string", "iothub_hostname", "device_id", "authentication", "attestation",
            "global_endpoint", "id_scope", "payload"});
    look_below({"provisioning", "attestation"}, "provisioning.attestation",
        {"method", "registration_id", "symmetric_key", "identity_cert", "identity_pk"});
    look_below({"provisioning", "authentication"}, "provisioning.authentication",
        {"method", "device_id_pk", "identity_cert", "identity_pk"});
}

void look_at_provisioning_words(const device& of, const lint_context&, lint_findings& found) {
    const auto& config = of.config;
    const auto* const in = config.root.find("provisioning");
    if (in == nullptr || in->at().file.find("config.d/") != std::string::npos) return;
    const bool old = config.version == iot_edge::v1_1;
    const auto say = [&](const node* value, std::string_view key, std::initializer_list<std::string_view> words) {
        if (value == nullptr || !value->is_text() || is_to_be_replaced(value->text) ||
            std::ranges::find(words, value->text) != words.end())
            return;
        const std::vector<std::string> all(words.begin(), words.end());
        found.add(value->at(), fmt::format("{} is {}, which is none", key, shown_without_secret(value->text)),
            fmt::format("the words for it are {}", listed(all)));
    };
    if (old)
        say(in->find("source"), "source", {"manual", "dps", "external"});
    else
        say(in->find("source"), "source", {"manual", "dps", "none"});
    say(in->find({"attestation", "method"}), "method of attestation", {"symmetric_key", "x509", "tpm"});
    say(in->find({"authentication", "method"}), "method of authentication", {"sas", "x509"});
    if (const auto* const scope = old ? nullptr : in->find("scope_id"))
        found.add(scope->at(), "scope_id is what 1.1 and the daemon call it; `iotedge config apply` wants id_scope",
            "write id_scope");
    const auto* const method = in->find({"attestation", "method"});
    const auto* const id = in->find({"attestation", "registration_id"});
    if (!read_whole(config.faults)) return; // it may be in what could not be read
    if (method != nullptr && (method->text == "tpm" || method->text == "symmetric_key") &&
        (id == nullptr || id->text.empty()))
        found.add(method->at(), fmt::format("attestation by {} without a registration_id", method->text),
            "add registration_id, as the device is enrolled");
}

constexpr std::array provisioning_rows{
    lint_rule{"provisioning-incomplete", severity::error, "The device cannot be provisioned from what is there",
        "iotedge: edgelet/contrib/config/linux/template.toml", look_at_provisioning},
    lint_rule{"provisioning-invalid", severity::error, "A word of the provisioning that is refused",
        "iot-identity-service: aziotctl-common/src/config/super_config.rs", look_at_provisioning_words},
    lint_rule{"config-key-misspelled", severity::error, "A key of config.toml that nobody reads",
        "iotedge: edgelet/contrib/config/linux/template.toml; iotedge issue 2181 (\"evn\")", look_for_misspelled_keys},
};

} // namespace

std::span<const lint_rule> provisioning_rules() noexcept { return provisioning_rows; }

} // namespace rules
