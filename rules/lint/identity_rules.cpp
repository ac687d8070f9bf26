// SPDX-License-Identifier: MIT
//
// Who the device is and where it belongs: host names, the hub, provisioning.
#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/host_name.hpp"
#include "rules/lint/look.hpp"
#include "rules/lint/topics.hpp"
#include "rules/shown.hpp"
#include "rules/site/manifest_parts.hpp"

namespace rules {
namespace {

constexpr std::size_t longest_host_name = 64; // of a certificate's common name (RFC 5280, ub-common-name)

// A text that the template asks to replace, all of a value: "<ADD DEVICE CONNECTION STRING HERE>", "<HOST_NAME>". A
// password may look like the second.
bool is_to_be_replaced(std::string_view text, std::string_view key = "") {
    if (text.size() < 4 || !text.starts_with('<') || text.find('>') != text.size() - 1) return false;
    if (std::ranges::any_of(text, [](char c) { return c >= 'a' && c <= 'z'; })) return false;
    const bool asks = text.starts_with("<ADD ") && text.ends_with(" HERE>");
    return asks || (!names_secret(key) && std::ranges::any_of(text, [](char c) { return c >= 'A' && c <= 'Z'; }));
}

void look_at_names(const device& of, const lint_context&, lint_findings& found) {
    const std::pair<const char*, const std::optional<told>*> names[]{
        {"hostname", &of.config.hostname}, {"parent_hostname", &of.config.parent_hostname}};
    for (const auto& [key, name] : names) {
        if (!*name || is_to_be_replaced((*name)->value)) continue;
        const auto& text = (*name)->value;
        const bool address = is_ipv4(text) || is_ipv6(text);
        if (const auto fault = address ? std::nullopt : fault_of_name(text))
            found.add((*name)->at, fmt::format("{} {}: {}", key, shown(text), fault->what), fault->remedy);
        else if (text.size() > longest_host_name)
            found.add((*name)->at,
                fmt::format("{} has {} characters, and the certificate that holds it has room for {}", key, text.size(),
                    longest_host_name),
                "give a shorter one");
    }
}

void look_for_upper_case(const device& of, const lint_context&, lint_findings& found) {
    for (const auto* name : {&of.config.hostname, &of.config.parent_hostname})
        if (*name && !is_to_be_replaced((*name)->value) && netprobe::lower((*name)->value) != (*name)->value)
            found.add((*name)->at, fmt::format("{} has upper case letters", shown((*name)->value)),
                fmt::format("write {}", shown(netprobe::lower((*name)->value))));
}

void look_for_placeholders_in(const node& value, std::string_view key, lint_findings& found, int depth = 0) {
    if (depth > max_document_depth) return;
    if (value.is_text() && is_to_be_replaced(value.text, key))
        found.add(value.at(), fmt::format("{} is still the template's text", key.empty() ? "a value" : key),
            "put your own value there, or take the line out");
    for (const auto& [name, member] : value.members) look_for_placeholders_in(member, name, found, depth + 1);
    for (const auto& item : value.items) look_for_placeholders_in(item, key, found, depth + 1);
}

void look_for_placeholders(const device& of, const lint_context&, lint_findings& found) {
    look_for_placeholders_in(of.config.root, "", found);
}

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
void look_at_keys(const node& table, std::string_view whose, std::initializer_list<std::string_view> known,
    lint_findings& found) {
    for (const auto& [key, value] : table.members) {
        if (std::ranges::find(known, key) != known.end()) continue;
        const auto meant = meant_key(key, known);
        if (meant.empty() || table.find(meant) != nullptr) continue;
        found.add(value.at(),
            fmt::format("{} is not known{}; did you mean {}?", shown(key), whose.empty() ? "" : fmt::format(" in [{}]", whose),
                meant),
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
    if (method != nullptr && (method->text == "tpm" || method->text == "symmetric_key") && (id == nullptr || id->text.empty()))
        found.add(method->at(), fmt::format("attestation by {} without a registration_id", method->text),
            "add registration_id, as the device is enrolled");
}

void look_at_cloud_timeout(const device& of, const lint_context&, lint_findings& found) {
    const auto* const seconds = of.config.root.find("cloud_timeout_sec");
    if (seconds == nullptr || seconds->kind != node::type::number) return;
    long value = 0;
    const auto& text = seconds->text;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc() && value < 70)
        found.add(seconds->at(),
            fmt::format(
                "cloud_timeout_sec is {}; less than 70 is refused, whatever the template's comment says", value),
            "write 70 or more, or take the line out");
}

void look_at_nesting(const device& of, const lint_context&, lint_findings& found) {
    const bool nested = of.config.parent_hostname.has_value();
    if (!of.config.root.is_table()) return;
    for (const auto& one : of.manifests) {
        for (const auto& module : one.modules) {
            if (!module.image) continue;
            const auto& image = module.image->value;
            const bool upstream = netprobe::lower(image).find("$upstream") != std::string::npos;
            if (upstream && !nested)
                found.add(module.image->at,
                    fmt::format("image of {} is taken from $upstream, and this device has no parent", module.name),
                    "add parent_hostname to the device's configuration, or name the registry");
        }
    }
}

void look_at_images_past_parent(const device& of, const lint_context&, lint_findings& found) {
    if (!of.config.parent_hostname) return;
    for (const auto& one : of.manifests) {
        for (const auto& module : one.modules) {
            if (!module.image || filled_in_later(module.image->value)) continue;
            if (netprobe::lower(module.image->value).find("$upstream") != std::string::npos) continue;
            if (is_on_host(module.image->value, of.config.parent_hostname->value)) continue;
            found.add(module.image->at,
                fmt::format(
                    "image of {} does not come by the parent {}", module.name, shown(of.config.parent_hostname->value)),
                "write $upstream:443/REPOSITORY:TAG, unless this device reaches the registry itself");
        }
    }
}

constexpr std::array identity_rows{
    lint_rule{"hostname-invalid", severity::error, "A host name that certificates and clients cannot use",
        "RFC 1035 §2.3.1, RFC 5280; iotedge: edgelet/iotedge/src/check/checks/hostname.rs", look_at_names},
    lint_rule{"hostname-upper-case", severity::warning, "A host name with upper case letters",
        "iotedge: edgelet/iotedge/src/check/checks/hostname.rs", look_for_upper_case},
    lint_rule{"placeholder-left", severity::error, "A value is still the template's",
        "iotedge: edgelet/contrib/config (\"<ADD … HERE>\")", look_for_placeholders},
    lint_rule{"provisioning-incomplete", severity::error, "The device cannot be provisioned from what is there",
        "iotedge: edgelet/contrib/config/linux/template.toml", look_at_provisioning},
    lint_rule{"provisioning-invalid", severity::error, "A word of the provisioning that is refused",
        "iot-identity-service: aziotctl-common/src/config/super_config.rs", look_at_provisioning_words},
    lint_rule{"config-key-misspelled", severity::error, "A key of config.toml that nobody reads",
        "iotedge: edgelet/contrib/config/linux/template.toml; iotedge issue 2181 (\"evn\")", look_for_misspelled_keys},
    lint_rule{"cloud-timeout-too-short", severity::error, "cloud_timeout_sec is refused",
        "iot-identity-service: aziot-identityd-config (at least 70)", look_at_cloud_timeout},
    lint_rule{"upstream-image-without-parent", severity::error, "An image from $upstream on a device without a parent",
        "iotedge: Agent.Docker (\"$upstream\" is the parent's name)", look_at_nesting},
    lint_rule{"nested-image-past-parent", severity::warning,
        "An image of a nested device that does not come by its parent",
        "Microsoft, how-to-connect-downstream-iot-edge-device", look_at_images_past_parent},
};

} // namespace

std::span<const lint_rule> identity_rules() noexcept { return identity_rows; }

} // namespace rules
