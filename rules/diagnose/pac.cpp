// SPDX-License-Identifier: MIT
//
// The site's PAC file (facts/faults.md D33): it cannot be had, makes no sense, or names a proxy that is not there.
#include <fmt/format.h>

#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {
namespace {

// Scripts are run by an interpreter of ES5. Browsers know more of the language, so that this is no fault for them.
bool of_newer_javascript(std::string_view error) { return error.find("SyntaxError") != error.npos; }

void complain(inquiry& in, std::string evidence) {
    suspicion s;
    s.cause = "proxy.pac";
    s.keys = {"pac"};
    s.proved = !of_newer_javascript(evidence);
    s.severity = s.proved && lacks_proxy_of_pac(in.of) ? severity::error : severity::warning;
    if (!s.proved) {
        s.control = "it is run as JavaScript of 2009 (ES5): a browser may run it all the same";
        s.advice =
            "Look into the file for the proxy that it names, and give that one as --proxy; else write it in ES5.";
    }
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
