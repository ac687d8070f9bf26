// SPDX-License-Identifier: MIT
//
// A proxy whose rules refuse: the same answer for a port, for a name, and for this device as a whole. Only the other
// requests of the run tell them apart (facts/faults.md D12–D14, M10).
#include <algorithm>
#include <fmt/format.h>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/tunnel.hpp"

namespace rules::diagnosis {
namespace {

/// What the rest of the run says about rules for one host and port.
struct policy {
    const trial* other_passes_here = nullptr;  ///< another host at this port
    const trial* unknown_let_on = nullptr;     ///< a name that does not exist, at this port: the proxy looked for it
    const trial* other_refused_here = nullptr; ///< the same; addresses do not count, which rules often refuse (D14)
    const trial* passes_elsewhere = nullptr;   ///< this host at another port
    const trial* anything = nullptr;           ///< whatever passes
    bool host_is_known_refused = false;        ///< at another port, where other hosts pass
};

policy policy_of(const std::vector<trial>& all, const netprobe::target& to) {
    policy p;
    // Where names are looked up before the rules are asked, one that does not exist never comes to them.
    const auto is_unknown = [](const trial& t) { return t.seen->to.service == "control_nonexistent" && !t.granted(); };
    const auto other_passes = [&](int port) {
        return std::find_if(all.begin(), all.end(), [&](const trial& t) {
            return t.let_on() && !is_unknown(t) && t.seen->to.host != to.host && t.seen->to.port == port;
        });
    };
    for (const auto& t : all) {
        const bool same_host = t.seen->to.host == to.host, same_port = t.seen->to.port == to.port;
        const bool unknown = is_unknown(t);
        if (t.let_on() && same_port && !same_host && unknown) p.unknown_let_on = &t;
        if (t.let_on() && same_port && !same_host && !unknown && !p.other_passes_here) p.other_passes_here = &t;
        if (t.let_on() && !unknown && !p.anything) p.anything = &t;
        if (t.let_on() && same_host && !same_port && !p.passes_elsewhere) p.passes_elsewhere = &t;
        if (t.refused() && same_port && !same_host && !is_address(t.seen->to.host)) p.other_refused_here = &t;
        if (t.refused() && same_host && !same_port && !p.host_is_known_refused)
            p.host_is_known_refused = other_passes(t.seen->to.port) != all.end();
    }
    return p;
}

std::string passed(const trial& t) {
    return fmt::format("{} {}", t.tunnel->asked, t.granted() ? "was granted" : "was let on");
}

} // namespace

suspicion read_refusal(const inquiry& in, std::size_t index, const std::vector<trial>& all) {
    const auto& to = in.path(index).seen.to;
    const auto p = policy_of(all, to);
    auto s = about_proxy(in, "proxy.access_denied", index);
    s.evidence.push_back(answer_sentence(*tunnel_of(in.path(index).seen)));
    if (p.other_passes_here || p.host_is_known_refused) {
        s.cause = "proxy.connect_denied_host";
        s.proved = true;
        s.control = p.other_passes_here ? passed(*p.other_passes_here) + ", to the same port"
                                        : "other hosts pass at another port where this one is refused, too";
    } else if (p.passes_elsewhere) {
        s.cause = "proxy.connect_denied_port";
        s.proved = p.other_refused_here != nullptr;
        s.control = s.proved ? fmt::format("{}; {} was refused, too", passed(*p.passes_elsewhere),
                                   p.other_refused_here->tunnel->asked)
                             : passed(*p.passes_elsewhere) + "; another host at this port would decide";
    } else if (p.anything) {
        s.cause = p.other_refused_here ? "proxy.connect_denied_port" : "proxy.connect_denied_host";
        s.control = passed(*p.anything) + "; this host at another port, and another host at this port, would decide";
    } else if (p.unknown_let_on && !p.other_refused_here) {
        s.cause = "proxy.connect_denied_host";
        s.control = passed(*p.unknown_let_on) + ", and does not exist: another host at this port would decide";
    } else {
        s.control = "nothing that was asked passed; a list of allowed names with none of these on it looks the same";
    }
    return s;
}

} // namespace rules::diagnosis
