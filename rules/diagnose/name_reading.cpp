// SPDX-License-Identifier: MIT
#include "rules/diagnose/name_reading.hpp"

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/answer_reading.hpp"

namespace rules::diagnosis {

bool from_dns(const netprobe::resolve_observation& name) {
    return name.source == netprobe::address_source::system || name.source == netprobe::address_source::resolver;
}

bool public_name_of(const inquiry& in, std::size_t index) {
    return !by_proxy(in.path(index).seen) && public_service(in.path(index).seen.to);
}

void fill_from_answers(suspicion& s, const std::vector<const netprobe::dns_answer*>& answers) {
    for (const auto* a : answers) {
        s.evidence.push_back(sentence(*a));
        s.resolvers.insert(plain_address(a->resolver));
        if (s.box.empty() && !lost_with_resolver(s.cause)) s.box = plain_address(a->resolver);
        for (const auto& address : addresses_of(*a)) s.addresses.insert(address);
    }
}

} // namespace rules::diagnosis
