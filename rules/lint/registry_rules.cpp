// SPDX-License-Identifier: MIT
//
// Where images come from: with a login that fits, and through the firewall.
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/host_name.hpp"
#include "rules/lint/look.hpp"
#include "rules/lint/topics.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

// Those that give images to anybody. A private repository there needs a login all the same; that cannot be seen here.
constexpr std::array<std::string_view, 9> open_registries{"mcr.microsoft.com", "mcr.azure.cn", "docker.io", "ghcr.io",
    "quay.io", "public.ecr.aws", "registry.k8s.io", "gcr.io", "nvcr.io"};

bool is_open(std::string_view registry) {
    return std::ranges::find(open_registries, registry) != open_registries.end();
}

// One on the device or in its own network, which seldom asks for a login: "localhost:5000", "192.168.1.4:5000".
bool is_local(std::string_view registry) {
    const auto host = registry.substr(0, registry.find(':'));
    if (host == "localhost" || host.ends_with(".local")) return true;
    if (!is_ipv4(host)) return false;
    const auto second = host.substr(host.find('.') + 1);
    const bool in_172 =
        host.starts_with("172.") &&
        (second.starts_with("1") ? second[1] >= '6' && second[1] <= '9'
                                 : second.starts_with("2") || second.starts_with("30.") || second.starts_with("31."));
    return host.starts_with("10.") || host.starts_with("127.") || host.starts_with("192.168.") ||
           (in_172 && second.find('.') == 2);
}

// Where an image that is known, and not a parent's, comes from.
std::string known_registry(const std::string& image) {
    if (image.empty() || filled_in_later(image) || netprobe::lower(image).find("$upstream") != std::string::npos)
        return {};
    return registry_of_image(image, "").value_or("");
}

// The entry for a registry: 0 none, 1 one that is written in another way, 2 one that fits.
int entry_for(const std::string& registry, const std::vector<registry_credentials>& all) {
    int best = 0;
    for (const auto& one : all) {
        if (!one.address) continue;
        auto address = netprobe::lower(one.address->value);
        if (address == registry || filled_in_later(address)) return 2;
        if (const auto end = address.find("://"); end != std::string::npos) address.erase(0, end + 3);
        if (address.substr(0, address.find('/')) == registry) best = 1;
    }
    return best;
}

void look_for_login(const std::string& whose, const told& image, const std::vector<registry_credentials>& logins,
    std::string_view where, lint_findings& found) {
    const auto registry = known_registry(image.value);
    if (registry.empty() || is_open(registry)) return;
    const int entry = entry_for(registry, logins);
    if (entry == 2) return;
    found.add(is_local(registry) ? severity::note : severity::warning, image.at,
        fmt::format("image of {} comes from {}, and {}", shown(whose), shown(registry, 100),
            entry == 1
                ? fmt::format("the login for it in {} has another address: it must be the registry's name alone", where)
                : fmt::format("there is no login for it in {}", where)),
        entry == 1 ? fmt::format("write \"address\": {}, without https:// and without a path", shown(registry, 100))
                   : "add one with a token or service principal that may pull, unless anybody may");
}

void look_for_logins(const device& of, const lint_context&, lint_findings& found) {
    const auto by_parent = [&](const told& image) { // which gives its images to every child
        return of.config.parent_hostname && is_on_host(image.value, of.config.parent_hostname->value);
    };
    if (of.config.agent_image && !by_parent(*of.config.agent_image))
        look_for_login("edgeAgent", *of.config.agent_image, of.config.agent_auth, "[agent.config.auth]", found);
    std::vector<registry_credentials> all; // a layered deployment may use those of the one below it
    for (const auto& one : of.manifests) all.insert(all.end(), one.credentials.begin(), one.credentials.end());
    const bool whole =
        std::ranges::any_of(of.manifests, [](const auto& m) { return m.kind == manifest::type::deployment; });
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules)
            if (whole && module.image && !by_parent(*module.image))
                look_for_login(module.name, *module.image, all, "registryCredentials", found);
}

template <class Function>
void for_each_login(const device& of, Function look) {
    for (const auto& login : of.config.agent_auth) look(login);
    for (const auto& one : of.manifests)
        for (const auto& login : one.credentials) look(login);
}

void look_for_incomplete_logins(const device& of, const lint_context&, lint_findings& found) {
    const auto unread = [&](const std::string& file) { // what is missing may be in what could not be read
        const auto in = [&](const std::vector<file_fault>& faults) {
            return std::ranges::any_of(faults, [&](const file_fault& fault) { return fault.at.file == file; });
        };
        return in(of.config.faults) || std::ranges::any_of(of.manifests, [&](const auto& m) { return in(m.faults); });
    };
    for_each_login(of, [&](const registry_credentials& login) {
        if (unread(login.at.file)) return;
        std::vector<std::string> missing;
        if (!login.address || login.address->value.empty()) missing.emplace_back("address");
        if (!login.username || login.username->value.empty()) missing.emplace_back("username");
        if (!login.has_password) missing.emplace_back("password");
        if (!missing.empty())
            found.add(login.at, fmt::format("a registry's login {} lacks {}", shown(login.name), listed(missing)),
                "add it, or take the whole login out");
    });
}

void look_for_admin(const device& of, const lint_context&, lint_findings& found) {
    for_each_login(of, [&](const registry_credentials& login) {
        if (!login.address || !login.username || login.username->value.empty()) return;
        const auto address = netprobe::lower(login.address->value);
        if (address.find(".azurecr.") == std::string::npos) return;
        if (address.substr(0, address.find('.')) == netprobe::lower(login.username->value))
            found.add(login.username->at,
                fmt::format("the login for {} is the registry's admin: it may delete and push", shown(address, 100)),
                "use a token or service principal that may only pull");
    });
}

void look_for_unchecked(const device& of, const lint_context& with, lint_findings& found) {
    if (with.report.empty()) return;
    const auto parent = netprobe::lower(of.config.parent_hostname ? of.config.parent_hostname->value : "");
    std::set<std::string> said;
    const auto look = [&](const told& image) {
        if (filled_in_later(image.value)) return;
        const auto registry = registry_of_image(image.value, parent).value_or("");
        const bool checked =
            std::ranges::find(with.checked_hosts, registry == "docker.io" ? "registry-1.docker.io" : registry) !=
            with.checked_hosts.end();
        if (registry.empty() || checked || !said.insert(registry).second) return;
        found.add(image.at,
            fmt::format(
                "images come from {}, and {} did not try whether it is reached", shown(registry, 100), with.report),
            is_on_host(registry, parent)
                ? fmt::format(
                      "egress-check --parent {} --registry {}; what is between must allow that port", parent, registry)
                : fmt::format("egress-check --registry {}; the firewall must allow it", registry));
    };
    if (of.config.agent_image) look(*of.config.agent_image);
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules)
            if (module.image) look(*module.image);
}

constexpr std::array registry_rows{
    lint_rule{"registry-login-missing", severity::warning, "A registry without a login for it",
        "Microsoft, production checklist (2020-04-24), \"Manage access to your container registry\"", look_for_logins},
    lint_rule{"registry-login-incomplete", severity::error, "A registry's login lacks a part",
        "Microsoft, module-edgeagent-edgehub: registryCredentials", look_for_incomplete_logins},
    lint_rule{"registry-admin-user", severity::warning, "A registry's login is its admin",
        "Microsoft, production checklist (2020-04-24), \"Manage access to your container registry\"", look_for_admin},
    lint_rule{"registry-unchecked", severity::warning, "The report did not try a registry that images come from",
        "Microsoft, production checklist (2020-04-24), \"Allow connections from IoT Edge devices\"",
        look_for_unchecked},
};

} // namespace

std::span<const lint_rule> registry_rules() noexcept { return registry_rows; }

} // namespace rules
