// SPDX-License-Identifier: MIT
//
// The device's CA and what its modules trust: declared, there, in time, and theirs.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "netprobe/printable.hpp"
#include "rules/lint/days.hpp"
#include "rules/lint/look.hpp"
#include "rules/lint/topics.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

using certified = certificate_facts::use;

std::string_view certificate_word(certified use) {
    switch (use) {
    case certified::device_ca: return "device CA certificate";
    case certified::trust_bundle: return "trust bundle";
    case certified::identity: return "identity certificate";
    }
    return "";
}

template <class Function>
void for_each_certificate(const device& of, Function look) {
    for (const auto& one : of.certificates)
        if (one.fault.empty()) look(one);
}

bool has_edge_ca_method(const device_config& config) {
    const auto* const method = config.root.find({"edge_ca", "method"});
    return method != nullptr && method->is_text();
}

void look_for_quickstart(const device& of, const lint_context&, lint_findings& found) {
    const auto& config = of.config;
    if (!config.root.is_table() || !config.faults.empty() || config.device_ca_cert || config.device_ca_pk ||
        has_edge_ca_method(config))
        return;
    const auto* days = config.root.find({"auto_generated_edge_ca_expiry_days"});
    if (days == nullptr) days = config.root.find({"certificates", "auto_generated_ca_lifetime_days"}); // 1.1
    found.add({config.root.at().file, 0},
        fmt::format("no device CA is declared: IoT Edge makes a self-signed one for {} days, and downstream devices "
                    "lose it then",
            days != nullptr && !days->text.empty() ? netprobe::printable(days->text, 20) : "90"),
        config.version == iot_edge::v1_1 ? "set device_ca_cert, device_ca_pk and trusted_ca_certs under certificates"
                                         : "set cert and pk, or method, in [edge_ca]");
}

void look_for_half(const device& of, const lint_context&, lint_findings& found) {
    const auto& config = of.config;
    const bool old = config.version == iot_edge::v1_1;
    struct key {
        const char* name;
        const std::optional<told>* value;
    };
    const key keys[]{{old ? "device_ca_cert" : "cert", &config.device_ca_cert},
        {old ? "device_ca_pk" : "pk", &config.device_ca_pk}, {"trusted_ca_certs", &config.trust_bundle}};
    const key* first = nullptr;
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < (old ? 3u : 2u); ++i) {
        if (!*keys[i].value)
            missing.emplace_back(keys[i].name);
        else if (first == nullptr)
            first = &keys[i];
    }
    if (first == nullptr || missing.empty()) return;
    found.add((*first->value)->at,
        fmt::format("{} is set, and {} is not: {}", first->name, listed(missing),
            old ? "all three are passed over, and a self-signed CA is made" : "neither is of use alone"),
        fmt::format("add {}", listed(missing)));
}

void look_for_missing_certificates(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& one : of.certificates)
        if (!one.fault.empty() && !one.not_seen)
            found.add(one.named, fmt::format("{} {}: {}", certificate_word(one.what), one.file, one.fault),
                "put the PEM file there, readable for IoT Edge, or correct its name");
}

void look_for_unseen_certificates(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& one : of.certificates)
        if (!one.fault.empty() && one.not_seen)
            found.add(one.named,
                fmt::format("{} {} was not looked at: {}", certificate_word(one.what), one.file, one.fault),
                "copy it along, or run egress-lint as root on the device");
}

void look_for_expired(const device& of, const lint_context& with, lint_findings& found) {
    for_each_certificate(of, [&](const certificate_facts& one) {
        if (one.what != certified::trust_bundle && days_between(with.today, one.not_after).value_or(0) < 0)
            found.add(one.named,
                fmt::format("{} {} ended on {}", certificate_word(one.what), one.file, day_of(one.not_after)),
                "issue a new one, and put it there");
    });
}

void look_for_early(const device& of, const lint_context& with, lint_findings& found) {
    for_each_certificate(of, [&](const certificate_facts& one) {
        if (one.what != certified::trust_bundle && days_between(with.today, one.not_before).value_or(0) > 0)
            found.add(one.named,
                fmt::format(
                    "{} {} is not valid before {}", certificate_word(one.what), one.file, day_of(one.not_before)),
                "issue one that is valid now; is this device's clock right?");
    });
}

void look_for_ending(const device& of, const lint_context& with, lint_findings& found) {
    for_each_certificate(of, [&](const certificate_facts& one) {
        const auto left = days_between(with.today, one.not_after);
        if (one.what != certified::trust_bundle && left && *left >= 0 && *left < 7)
            found.add(one.named,
                fmt::format("{} {} ends on {}, {} days from now", certificate_word(one.what), one.file,
                    day_of(one.not_after), *left),
                "issue a new one, and put it there in time");
    });
}

void look_for_ended_roots(const device& of, const lint_context& with, lint_findings& found) {
    for_each_certificate(of, [&](const certificate_facts& one) {
        if (one.what == certified::trust_bundle && days_between(with.today, one.not_after).value_or(0) < 0)
            found.add(one.named,
                fmt::format(
                    "trust bundle {}: {} ended on {}", one.file, shown(one.subject, 100), day_of(one.not_after)),
                "replace that certificate in the bundle, or take it out");
    });
}

void look_for_leaf(const device& of, const lint_context&, lint_findings& found) {
    for_each_certificate(of, [&](const certificate_facts& one) {
        if (one.what == certified::device_ca && !one.is_ca)
            found.add(one.named,
                fmt::format("device CA certificate {} is not a CA: nothing that it signs is trusted", one.file),
                "issue one with basicConstraints CA:TRUE");
    });
}

void look_for_other_key(const device& of, const lint_context&, lint_findings& found) {
    for_each_certificate(of, [&](const certificate_facts& one) {
        if (one.key_matches && !*one.key_matches)
            found.add(one.named,
                fmt::format(
                    "{} {} and the private key beside it do not belong together", certificate_word(one.what), one.file),
                "put the key there that the certificate was issued for");
    });
}

void look_for_inspector(const device& of, const lint_context& with, lint_findings& found) {
    const auto& config = of.config;
    if (with.interception_root.empty() || !config.root.is_table()) return;
    bool looked = false;
    for (const auto& one : of.certificates) {
        if (one.what != certified::trust_bundle) continue;
        if (!one.fault.empty()) return; // said already
        looked = true;
        if (one.subject == with.interception_root) return;
    }
    if (config.trust_bundle && !looked) return;                     // not a file: nothing is known
    if (!config.trust_bundle && !read_whole(config.faults)) return; // it may be in what could not be read
    found.add(config.trust_bundle ? config.trust_bundle->at : place{config.root.at().file, 0},
        fmt::format("{} says that TLS is inspected here, and {} root {}", with.report,
            config.trust_bundle ? "the trust bundle has not the" : "there is no trust bundle for the",
            shown(with.interception_root, 100)),
        config.version == iot_edge::v1_1
            ? "add that root to trusted_ca_certs; the modules do not read this device's store"
            : "add that root to trust_bundle_cert; the modules do not read this device's store");
}

constexpr auto checklist_certificates =
    "Microsoft, production checklist (2020-04-24), \"Install production certificates\"";
constexpr auto check_certificates = "iotedge: edgelet/iotedge/src/check/checks/certificates_quickstart.rs";
constexpr std::array certificate_rows{
    lint_rule{"device-ca-quickstart", severity::warning, "No device CA is declared", checklist_certificates,
        look_for_quickstart},
    lint_rule{"device-ca-incomplete", severity::error, "Only a part of the device CA is declared",
        "unverified: that 1.1 takes all or none; 1.2: iotedge: edgelet/contrib/config/linux/template.toml",
        look_for_half},
    lint_rule{"certificate-missing", severity::error, "A certificate that the configuration names is not there",
        checklist_certificates, look_for_missing_certificates},
    lint_rule{"certificate-not-seen", severity::note, "A certificate that could not be looked at",
        "egress-lint: what is not read is not judged", look_for_unseen_certificates},
    lint_rule{"certificate-expired", severity::error, "A certificate of the device has expired", check_certificates,
        look_for_expired},
    lint_rule{"certificate-not-yet-valid", severity::error, "A certificate of the device is not valid yet",
        check_certificates, look_for_early},
    lint_rule{"certificate-expires-soon", severity::warning, "A certificate of the device ends within 7 days",
        check_certificates, look_for_ending},
    lint_rule{"trust-bundle-expired", severity::warning, "A certificate of the trust bundle has expired",
        checklist_certificates, look_for_ended_roots},
    lint_rule{"device-ca-not-a-ca", severity::error, "The device CA certificate is not a CA's", checklist_certificates,
        look_for_leaf},
    lint_rule{"certificate-key-differs", severity::error, "A certificate and its private key do not belong together",
        checklist_certificates, look_for_other_key},
    lint_rule{"trust-bundle-lacks-inspector", severity::error,
        "The trust bundle has not the root that inspects TLS here",
        "Microsoft, how-to-configure-proxy-support, \"Working with traffic inspecting proxies\"", look_for_inspector},
};

} // namespace

std::span<const lint_rule> certificate_rules() noexcept { return certificate_rows; }

} // namespace rules
