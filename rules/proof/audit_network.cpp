// SPDX-License-Identifier: MIT
#include "rules/proof/audit_network.hpp"

#include <algorithm>
#include <memory>
#include <string_view>

#include "rules/proof/prober.hpp"
#include "rules/proof/questions.hpp"

namespace rules::proof {
namespace {

std::string likely_way_out(const std::vector<std::string>& names) {
    for (const std::string_view start : {"eth", "en", "wl", "ww", "ppp"})
        for (const auto& name : names)
            if (name.starts_with(start)) return name;
    return {};
}

} // namespace

ways audit_ways(const site_rules& site, const policy& of, const std::vector<std::string>& mentioned) {
    ways out{of.in_interface.empty() ? "proof-in" : of.in_interface, site.way_out};
    if (out.outside.empty()) out.outside = of.hook == hook::gateway ? of.out_interface : likely_way_out(mentioned);
    if (out.outside.empty()) out.outside = "proof-out";
    return out;
}

// The way out first, as routes take the first wire; every interface that a rule mentions is there.
wires audit_wires(const ways& way, const policy& of, const std::vector<std::string>& mentioned) {
    std::vector<std::string> names{way.outside};
    auto more = mentioned;
    if (of.hook == hook::gateway) more.push_back(way.inside);
    for (const auto& name : more)
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    return lay_wires(names);
}

shooters audit_shooters(const wires& w, const ways& way, const policy& of) {
    if (of.hook == hook::host) {
        route_out(w);
        const auto prober = std::make_shared<output_prober>();
        return {[prober](const std::vector<probe>& all) { return prober->passes(all); }, {}};
    }
    route_through(w, way.inside, way.outside, of.devices.empty() ? any_device() : of.devices);
    const auto in = std::find_if(w.all.begin(), w.all.end(), [&](const wire& one) { return one.name == way.inside; });
    const auto there = std::make_shared<forward_prober>(w, *in, w.all.front());
    const auto back = std::make_shared<forward_prober>(w, w.all.front(), *in);
    return {[there](const std::vector<probe>& all) { return there->passes(all); },
        [back](const std::vector<probe>& all) { return back->passes(all); }};
}

} // namespace rules::proof
