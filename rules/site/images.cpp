// SPDX-License-Identifier: MIT
#include "rules/site/images.hpp"

#include <algorithm>

#include "netprobe/ascii.hpp"
#include "rules/site/config_values.hpp"

namespace rules {
namespace {

class image_list {
public:
    explicit image_list(const device& from) : from_(from) {
        if (from.config.parent_hostname) parent_ = from.config.parent_hostname->value;
    }

    void add(const std::string& module, const told& image) {
        const auto host = registry_of_image(image.value, parent_);
        if (!host) {
            out_.unknown.push_back({{}, {}, module, image});
            out_.microsoft = true; // perhaps
            return;
        }
        if (*host == "mcr.microsoft.com" || *host == "mcr.azure.cn") out_.microsoft = true;
        put({*host, needs_credentials(*host) ? "" : repository_of(image.value, *host), module, image});
        if (*host == "docker.io") add_mirrors(module);
    }

    device_images end() { return std::move(out_); }

private:
    void put(image_registry one) {
        const auto same =
            std::ranges::find_if(out_.registries, [&](const auto& known) { return known.host == one.host; });
        if (same == out_.registries.end()) out_.registries.push_back(std::move(one));
    }

    // With credentials on the device nobody knows whether it would do without them.
    bool needs_credentials(const std::string& host) const {
        const auto named = [&](const registry_credentials& entry) {
            return entry.address && host_in_url(*entry.address).value == host;
        };
        return std::ranges::any_of(from_.config.agent_auth, named) ||
               std::ranges::any_of(from_.manifests, [&](const manifest& one) {
                   return one.from_template || std::ranges::any_of(one.credentials, named);
               });
    }

    static std::string repository_of(std::string_view image, const std::string& host) {
        if (image.find('$') != image.npos) return {}; // $upstream, or filled in later
        const auto slash = image.find('/');
        const auto first = image.substr(0, slash);
        const bool named = slash != image.npos && (host != "docker.io" || first.find('.') != first.npos);
        return std::string(named ? image.substr(slash + 1) : image);
    }

    void add_mirrors(const std::string& module) {
        const auto* mirrors = from_.daemon_json.root.find("registry-mirrors");
        if (mirrors == nullptr) return;
        for (const auto& url : mirrors->items)
            if (url.is_text())
                put({host_in_url({url.text, url.at()}).value, {}, module + ", by a mirror", {url.text, url.at()}});
    }

    const device& from_;
    std::string parent_;
    device_images out_;
};

} // namespace

device_images images_of(const device& from) {
    image_list list(from);
    if (from.config.agent_image) list.add("edgeAgent", *from.config.agent_image);
    bool agent = false, hub = false;
    for (const auto& manifest : from.manifests)
        for (const auto& module : manifest.modules) {
            if (!module.image) continue;
            agent = agent || module.name == "edgeAgent";
            hub = hub || module.name == "edgeHub";
            list.add(module.name, *module.image);
        }
    auto out = list.end();
    out.all_modules = agent && hub;
    return out;
}

} // namespace rules
