// SPDX-License-Identifier: MIT
//
// Images: a tag that means one thing, versions that belong together and are supported, nothing made for debugging.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "rules/lint/days.hpp"
#include "rules/lint/image_name.hpp"
#include "rules/lint/look.hpp"
#include "rules/lint/topics.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

// Every image that is known, the agent's of the device's configuration too: `look(whose, image, parts)`.
template <class Function>
void for_each_image(const device& of, Function look) {
    if (of.config.agent_image && !filled_in_later(of.config.agent_image->value))
        look(std::string("edgeAgent"), *of.config.agent_image, image_name_of(of.config.agent_image->value));
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules)
            if (module.image && !module.image->value.empty() && !filled_in_later(module.image->value))
                look(module.name, *module.image, image_name_of(module.image->value));
}

// Those that are released together. Microsoft's modules ("azureiotedge-metrics-collector") have versions of their own.
bool is_runtime_image(const image_name& name) {
    constexpr std::array<std::string_view, 3> released{
        "azureiotedge-agent", "azureiotedge-hub", "azureiotedge-diagnostics"};
    return std::ranges::find(released, name.repository) != released.end();
}

void look_for_missing_tags(const device& of, const lint_context&, lint_findings& found) {
    for_each_image(of, [&](const std::string& whose, const told& image, const image_name& name) {
        if (name.tag.empty() && !name.digest)
            found.add(image.at,
                fmt::format("image of {} has no tag: that is latest, whatever it is today", shown(whose)),
                "write the tag that was tested");
    });
}

void look_for_latest(const device& of, const lint_context&, lint_findings& found) {
    for_each_image(of, [&](const std::string& whose, const told& image, const image_name& name) {
        if (!name.digest && (name.tag == "latest" || name.tag.starts_with("latest-")))
            found.add(image.at,
                fmt::format("image of {} has the tag {}: another image on every pull", shown(whose), name.tag),
                "write the tag that was tested");
    });
}

void look_for_rolling(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules) {
            if (!module.image || filled_in_later(module.image->value)) continue;
            const auto name = image_name_of(module.image->value);
            const auto version = version_of_tag(name.tag);
            if (is_runtime_image(name) && !name.digest && version &&
                name.tag == fmt::format("{}.{}", version->first, version->second))
                found.add(module.image->at,
                    fmt::format("image of {} has the tag {}, which moves with every patch", module.name, name.tag),
                    "write the whole version where every device is to run the same");
        }
}

void look_for_mixed_versions(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& system : system_modules_of(of)) {
        if (system.agent == nullptr || system.hub == nullptr || !system.agent->image || !system.hub->image) continue;
        const auto agent = image_name_of(system.agent->image->value), hub = image_name_of(system.hub->image->value);
        const auto first = version_of_tag(agent.tag), second = version_of_tag(hub.tag);
        if (is_runtime_image(agent) && is_runtime_image(hub) && first && second && *first != *second)
            found.add(system.hub->image->at,
                fmt::format("edgeHub is {}, and edgeAgent {}: they are tested together only", hub.tag, agent.tag),
                "use the same version of both");
    }
}

struct release {
    std::pair<int, int> version;
    std::string_view last_day; ///< of support, or for those without one of their own the end of the next that has one
};
// Microsoft, IoT Edge release lifecycle; 1.0 to 1.3 are given the last day of 1.1, which outlived them.
constexpr release releases[]{{{1, 0}, "2022-12-13"}, {{1, 1}, "2022-12-13"}, {{1, 2}, "2022-12-13"},
    {{1, 3}, "2022-12-13"}, {{1, 4}, "2024-11-12"}, {{1, 5}, "2026-11-10"}, {{1, 6}, "2028-11-14"}};

void look_for_old_releases(const device& of, const lint_context& with, lint_findings& found) {
    for_each_image(of, [&](const std::string& whose, const told& image, const image_name& name) {
        const auto version = version_of_tag(name.tag);
        if (!version || !is_runtime_image(name)) return;
        const auto* const row = std::ranges::find(releases, *version, &release::version);
        if (row == std::end(releases) || days_between(with.today, row->last_day).value_or(0) >= 0) return;
        found.add(image.at,
            fmt::format("{} is of IoT Edge {}.{}, whose support ended on {}", whose, version->first, version->second,
                row->last_day),
            "move the device and its deployment to a supported release");
    });
}

void look_for_debug_images(const device& of, const lint_context&, lint_findings& found) {
    for_each_image(of, [&](const std::string& whose, const told& image, const image_name& name) {
        if (name.tag.ends_with(".debug") || name.tag.find("-debug") != std::string::npos)
            found.add(image.at, fmt::format("image of {} is made for debugging: {}", shown(whose), shown(name.tag)),
                "deploy the release image");
    });
}

constexpr auto checklist_tags = "Microsoft, production checklist (2020-04-24), \"Use tags to manage versions\"";
constexpr std::array image_rows{
    lint_rule{"image-tag-missing", severity::warning, "An image without a tag", checklist_tags, look_for_missing_tags},
    lint_rule{"image-tag-latest", severity::warning, "An image with the tag latest", checklist_tags, look_for_latest},
    lint_rule{"image-tag-rolling", severity::note, "A runtime image whose tag moves", checklist_tags, look_for_rolling},
    lint_rule{"runtime-versions-differ", severity::warning, "edgeAgent and edgeHub are not of one version",
        "Microsoft, how-to-update-iot-edge", look_for_mixed_versions},
    lint_rule{"runtime-end-of-life", severity::warning, "A release of IoT Edge that is no longer supported",
        "Microsoft, IoT Edge version history: 1.1 to 2022-12-13, 1.4 to 2024-11-12, 1.5 to 2026-11-10, 1.6 to "
        "2028-11-14",
        look_for_old_releases},
    lint_rule{"image-for-debugging", severity::warning, "An image that is made for debugging",
        "Microsoft, production checklist (2020-04-24), \"Do not use debug versions of module images\"",
        look_for_debug_images},
};

} // namespace

std::span<const lint_rule> image_rules() noexcept { return image_rows; }

} // namespace rules
