// SPDX-License-Identifier: MIT
#include "rules/controls/measurements.hpp"

#include "rules/diagnose/alone.hpp"
#include "rules/diagnose/by_proxy.hpp"

namespace rules::direct {

bool is_silence(const netprobe::connect_observation& c) {
    return c.failed == netprobe::failure::timed_out && c.kernel.icmp.empty() &&
           !diagnosis::is_policy_address(c.address);
}

bool passed_alone(const report& of, const path_result& p) {
    const auto* again = diagnosis::alone(of, p.id());
    return again && again->works() && !diagnosis::untrusted(*again);
}

measurements::measurements(const report& measured) : of(measured) {
    for (const auto& p : of.paths) {
        const auto& seen = p.seen;
        if (passed_alone(of, p)) continue;
        for (const auto& c : diagnosis::attempts(seen)) {
            const auto& name = seen.proxy ? seen.proxy->resolve.name : seen.to.host;
            all.push_back({{name.empty() ? c.address : name, c.address, c.port}, &c});
        }
    }
}

bool measurements::lost_a_syn(const attempt& a) const { return diagnosis::lost_a_syn(of, *a.seen); }

bool measurements::lossy() const {
    return std::ranges::count_if(all, [&](const auto& a) { return lost_a_syn(a); }) > 1;
}

const place* measurements::other_port(const place& than) const {
    for (const auto& a : all)
        if (a.at.address == than.address && a.at.port != than.port && a.seen->ok()) return &a.at;
    return nullptr;
}

} // namespace rules::direct
