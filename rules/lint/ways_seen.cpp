// SPDX-License-Identifier: MIT
#include "rules/lint/ways_seen.hpp"

#include <algorithm>
#include <array>

namespace rules {
namespace {

constexpr std::array<std::string_view, 4> by_worth{"Amqp", "AmqpWs", "Mqtt", "MqttWs"};

} // namespace

ways_seen site_ways::to_hub(std::string_view protocol) const {
    const auto found = hub.find(protocol);
    if (found == hub.end()) return {};
    auto seen = found->second;
    if (protocol == "Amqp" || protocol == "Mqtt") seen.by_proxy = way_seen::unknown;
    return seen;
}

bool site_ways::only_443() const {
    const auto amqp = to_hub("Amqp").direct, mqtt = to_hub("Mqtt").direct;
    const bool tried = amqp != way_seen::unknown || mqtt != way_seen::unknown;
    const bool open = amqp == way_seen::works || mqtt == way_seen::works;
    return tried && !open && (to_hub("AmqpWs").direct_works() || to_hub("MqttWs").direct_works());
}

std::string_view site_ways::first_working(bool proxied) const {
    const auto direct =
        std::ranges::find_if(by_worth, [&](std::string_view name) { return to_hub(name).direct_works(); });
    if (direct != by_worth.end()) return *direct;
    const auto by_proxy =
        std::ranges::find_if(by_worth, [&](std::string_view name) { return to_hub(name).by_proxy == way_seen::works; });
    return proxied && by_proxy != by_worth.end() ? *by_proxy : std::string_view{};
}

} // namespace rules
