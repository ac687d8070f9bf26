// SPDX-License-Identifier: MIT
//
// What a device uses, from its own files.
#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "netprobe/printable.hpp"
#include "rules/site/clouds.hpp"
#include "rules/site/config_values.hpp"
#include "rules/site/images.hpp"

namespace rules {
namespace {

class site_maker {
public:
    site_maker(const device& from, cloud in) : from_(from), config_(from.config) { site_.cloud = in; }

    site make() {
        take_hub();
        take_provisioning_service();
        if (config_.parent_hostname && !config_.parent_hostname->value.empty())
            take("parent", *config_.parent_hostname,
                [&](const std::string& text) { return site_.parent = host_of("parent_hostname", text); });
        take_images();
        for (const auto& server : config_.est)
            take("certificates from (EST)", server, [&](const std::string& text) {
                const bool port = text.find(':') != text.npos && !text.ends_with(']');
                site_.endpoints.push_back(endpoint_of(fmt::format("{}{}/https", text, port ? "" : ":443")));
                site_.endpoints.back().purpose = "certificates of the device: EST server";
                return text;
            });
        for (const auto& server : from_.ntp)
            take("time", server, [&](const std::string& text) {
                site_.ntp.push_back(host_of("NTP", text));
                return site_.ntp.back();
            });
        if (site_.ntp.empty()) say("time: assumed: the catalog's server, as no file names one");
        site_.proxy_users = from_.proxy_users;
        return std::move(site_);
    }

private:
    void say(std::string sentence) {
        auto& all = site_.source;
        if (std::ranges::find(all, sentence) == all.end()) all.push_back(std::move(sentence));
    }

    /// Takes a value; one that makes no sense is said with its place, and not taken. `put` returns what became of it.
    template <class Put>
    void take(std::string_view what, const told& given, Put put) {
        try {
            say(fmt::format("{}: {}, {}", what, put(given.value), to_string(given.at)));
        } catch (const std::invalid_argument& wrong) {
            const std::string_view line = wrong.what();
            say(fmt::format("{}: not taken from {}: {}", what, to_string(given.at), line.substr(line.find(' ') + 1)));
        }
    }

    // The hub's name tells the cloud, and with it every other name.
    void take_cloud(const told& hub) {
        for (const auto other : {cloud::public_, cloud::usgov, cloud::china}) {
            if (other == site_.cloud || !below(hub.value, suffix_of(azure_kind::hub, other))) continue;
            site_.cloud = other;
            say(fmt::format("cloud: {}, by the hub's name", to_string(other)));
        }
    }

    void take_hub() {
        const bool by_hand = config_.hub && (!config_.provisioning || source_is("manual"));
        const auto& hub = by_hand ? config_.hub : from_.provisioned_hub ? from_.provisioned_hub : config_.hub;
        if (!hub) {
            if (config_.version != iot_edge::unknown)
                say(config_.version == iot_edge::v1_1
                        ? "hub: 1.1 keeps the one that DPS gave in no file that is read here; give --hub NAME"
                        : "hub: no file of the device has it: it was not provisioned yet, or the file may not be read");
            return;
        }
        take_cloud(*hub);
        take("hub", *hub, [&](const std::string& text) { return site_.hub = hub_host(text, site_.cloud); });
    }

    bool source_is(std::string_view word) const {
        return config_.provisioning && netprobe::same_but_for_case(config_.provisioning->value, word);
    }

    void say_unknown_source() {
        constexpr std::array<std::string_view, 3> others{"manual", "external", "none"};
        if (!config_.provisioning || std::ranges::any_of(others, [&](auto word) { return source_is(word); })) return;
        say(fmt::format("dps: not taken: source = \"{}\" is none that IoT Edge knows; if the device provisions by DPS, "
                        "write \"dps\" or give --dps, {}",
            netprobe::printable(config_.provisioning->value, 40), to_string(config_.provisioning->at)));
    }

    void take_provisioning_service() {
        if (!source_is("dps")) return say_unknown_source();
        site_.dps = true;
        const auto& source = *config_.provisioning;
        say(fmt::format("dps: {}", to_string(source.at)));
        if (source.value != "dps")
            say(fmt::format("dps: assumed to be meant by source = \"{}\": IoT Edge takes \"dps\" only, {}",
                netprobe::printable(source.value, 40), to_string(source.at)));
        if (config_.dps_scope)
            take("dps scope", *config_.dps_scope,
                [&](const std::string& text) { return site_.dps_scope = scope_of(text); });
        // The catalog knows that one.
        const auto usual = fmt::format("global.{}", suffix_of(azure_kind::dps, site_.cloud));
        if (config_.dps_endpoint && config_.dps_endpoint->value != usual)
            take("dps host", *config_.dps_endpoint,
                [&](const std::string& text) { return site_.dps_host = host_of("global_endpoint", text); });
    }

    void take_images() {
        const auto images = images_of(from_);
        for (const auto& one : images.registries) {
            if (one.host == site_.parent) continue; // the parent itself is on the list
            take("registry", {one.host, one.image.at}, [&](const std::string& text) {
                const auto whole = one.repository.empty() ? text : fmt::format("{}/{}", text, one.repository);
                site_.registries.push_back(registry_host(whole, site_.cloud));
                return fmt::format("{} (image of {})", text, one.module);
            });
        }
        for (const auto& one : images.unknown)
            say(fmt::format("registry: the image of {} does not tell which, {}", one.module, to_string(one.image.at)));
        if (!images.all_modules)
            say("registries: assumed: Microsoft's, for the runtime; those of the modules are in the deployment, of "
                "which "
                "a device has no readable copy: give --manifest FILE");
        else if (!images.microsoft) {
            site_.mcr = false;
            say("registries: nothing comes from Microsoft's; `iotedge check` would pull its diagnostics image from "
                "there");
        }
    }

    const device& from_;
    const device_config& config_;
    site site_;
};

} // namespace

site site_of(const device& from, cloud in) { return site_maker(from, in).make(); }

} // namespace rules
