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

namespace rules {
namespace {

constexpr std::size_t longest_host_name = 64; // of a certificate's common name (RFC 5280, ub-common-name)

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
    lint_rule{"cloud-timeout-too-short", severity::error, "cloud_timeout_sec is refused",
        "iot-identity-service: aziot-identityd-config (at least 70)", look_at_cloud_timeout},
    lint_rule{"upstream-image-without-parent", severity::error, "An image from $upstream on a device without a parent",
        "iotedge: Agent.Docker (\"$upstream\" is the parent's name)", look_at_nesting},
    lint_rule{"nested-image-past-parent", severity::warning,
        "An image of a nested device that does not come by its parent",
        "Microsoft, tutorial-nested-iot-edge (images come by the parent)", look_at_images_past_parent},
};

} // namespace

std::span<const lint_rule> identity_rules() noexcept { return identity_rows; }

} // namespace rules
