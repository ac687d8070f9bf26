// SPDX-License-Identifier: MIT
#include "netprobe/dns/choose.hpp"

#include <algorithm>
#include <iterator>

#include "netprobe/dns/answer.hpp"

namespace netprobe::dns {
namespace {

// The most telling first; whatever is not here comes last.
constexpr failure by_telling[] = {failure::name_not_found, failure::no_address, failure::dns_error, failure::refused,
    failure::not_permitted, failure::host_unreachable, failure::net_unreachable, failure::no_descriptor,
    failure::no_local_port, failure::bad_reply, failure::timed_out, failure::interrupted, failure::not_tried};

std::size_t rank(failure f) {
    return static_cast<std::size_t>(std::ranges::find(by_telling, f) - std::begin(by_telling));
}

} // namespace

void add_wanted(resolve_observation& seen, const std::vector<std::string>& addresses, const names_config& config) {
    auto& chosen = seen.addresses;
    for (const auto& address : addresses) {
        const bool v6 = address.find(':') != std::string::npos;
        if (!(v6 ? config.want_ipv6 : config.want_ipv4) || std::ranges::find(chosen, address) != chosen.end()) continue;
        if (chosen.size() < max_addresses)
            chosen.push_back(address);
        else
            ++seen.addresses_left_out;
    }
}

void choose_addresses(resolve_observation& seen, const std::vector<std::optional<dns_answer>>& answers,
    const std::optional<system_answer>& system, const names_config& config) {
    seen.addresses.clear();
    seen.addresses_left_out = 0;
    if (system && system->ok()) add_wanted(seen, system->addresses, config);
    seen.source = seen.addresses.empty() ? address_source::resolver : address_source::system;
    for (const auto& answer : answers)
        if (answer) add_wanted(seen, addresses(*answer), config);
}

void conclude(resolve_observation& seen, const std::vector<std::optional<dns_answer>>& answers,
    const std::optional<system_answer>& system, const names_config& config) {
    choose_addresses(seen, answers, system, config);
    if (!seen.addresses.empty()) return;
    const outcome* most = nullptr;
    bool answered = false;
    const auto consider = [&](const outcome& o) {
        if (!o.ok() && (!most || rank(o.failed) < rank(most->failed))) most = &o;
    };
    for (const auto& answer : answers)
        if (answer) {
            consider(*answer);
            answered = answered || answer->rcode;
        }
    if (system && !answered) consider(*system);
    seen.failed = most ? most->failed : failure::no_address;
    if (most) seen.code = most->code;
    if (system && system->ok()) { // of the family that is not wanted
        seen.failed = failure::no_address;
        seen.code.clear();
        seen.detail = "has addresses, none of the wanted family";
    } else if (!most) {
        seen.failed = config.resolvers.empty() && !config.ask_system ? failure::not_tried : failure::no_address;
        if (seen.failed == failure::not_tried) seen.detail = "no resolver to ask";
    }
    seen.source = config.ask_system ? address_source::system : address_source::resolver;
}

} // namespace netprobe::dns
