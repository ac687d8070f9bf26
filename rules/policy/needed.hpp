// SPDX-License-Identifier: MIT
//
// What a site's firewall has to know of, from the same catalog and by the same rules as the check's plan
// (rules/plan.hpp), before anybody looked up a name.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rules/catalog.hpp"
#include "rules/policy/policy.hpp"
#include "rules/policy/proxy_way.hpp"
#include "rules/site.hpp"

namespace rules {

/// Which of the four ways to the hub a site uses; each has its ports.
enum class upstream { any, amqp, amqp_ws, mqtt, mqtt_ws };
/// "Amqp", "AmqpWs", "Mqtt", "MqttWs" in any case, "any"; nothing for other words.
std::optional<upstream> upstream_from(std::string_view word) noexcept;

/// What to leave out and what to add.
struct need_options {
    upstream by = upstream::any;
    std::vector<std::string> also; ///< services of the catalog that are optional and used here: "monitoring"
    bool wide = false;             ///< names as documented, wildcards included, even where a report knows the host
};

/// One thing to reach, of one service, at one name.
struct needed_host {
    std::string service; ///< "iot_hub"
    std::string name;    ///< host name, "*.…", or an address; empty: the site's resolvers
    std::vector<transport> over;
    std::vector<std::uint16_t> ports;
    rules::need need = need::required;
    std::vector<std::string> tags;    ///< Azure's service tags, without a region: "AzureIoTHub"
    std::string why, source;          ///< from the catalog row
    std::string narrower;             ///< for a wildcard: how it could be avoided, a sentence; or empty
    std::vector<std::string> carries; ///< of a proxy: what goes by it, "contoso.azure-devices.net:443"
    bool also_by_proxy = false;       ///< it gets out by a proxy, too
};

/// In the order of the catalog. `layers` says which host a registry named for its layers: service of the row that
/// follows ("acr_data") with the registry's host → host names. What goes by a proxy alone is left out, and the proxies
/// that anything goes by are first, of service "proxy". Of upstream::any behind a proxy only the WebSocket protocols
/// are: the others never use one. Throws std::invalid_argument for a word of `also` that is no service, naming those
/// there are.
std::vector<needed_host> needed_hosts(const site& of, const catalog& from, const need_options& how,
    const std::map<std::pair<std::string, std::string>, std::vector<std::string>>& layers,
    const proxy_knowledge& proxies = {});

} // namespace rules
