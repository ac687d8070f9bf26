// SPDX-License-Identifier: MIT
//
// The site's PAC file (facts/faults.md D33): it cannot be had, makes no sense, or names a proxy that is not there.
#include <fmt/format.h>

#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {
namespace {

void complain(inquiry& in, std::string evidence) {
    suspicion s;
    s.cause = "proxy.pac";
    s.keys = {"pac"};
    s.severity = severity::warning;
    s.proved = true;
    s.box = in.of.site.pac->source;
    s.evidence.push_back(std::move(evidence));
    in.suspect(std::move(s));
}

} // namespace

void diagnose_pac(inquiry& in) {
    const auto& pac = in.of.site.pac;
    if (!pac) return;
    if (!pac->error.empty()) complain(in, pac->error);
    for (const auto& host : pac->hosts)
        if (!host.error.empty()) complain(in, fmt::format("for {}: {}", host.host, host.error));
    if (!pac->chosen) return;
    // Whoever is told to use a proxy that is not there was told so by the file.
    for (auto& s : in.found) {
        if (s.cause != "proxy.unreachable" && s.cause != "proxy.dns") continue;
        s.evidence.insert(s.evidence.begin(), fmt::format("{} names {}", pac->source, in.of.site.proxy));
        s.cause = "proxy.pac";
        s.box = pac->source;
        s.where.clear();
        s.who.clear();
    }
}

} // namespace rules::diagnosis
