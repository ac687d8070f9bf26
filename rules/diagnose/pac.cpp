// SPDX-License-Identifier: MIT
//
// The site's PAC file (facts/faults.md D33): it cannot be had, makes no sense, or names a proxy that is not there,
// alone or before one that is.
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
    const bool only_way = s.proved && in.lacks_proxy_of_pac();
    s.severity = only_way ? severity::error : severity::warning;
    if (!s.proved) {
        s.control = "it is run as JavaScript of 2009 (ES5): a browser may run it all the same";
        s.advice =
            "Look into the file for the proxy that it names, and give that one as --proxy; else write it in ES5.";
    }
    if (only_way) {
        s.proved = false;
        s.control = "the direct way is shut; that the proxy of the file would let the site out is not known";
    }
    s.box = in.of.site.pac->source;
    if (!in.of.site.pac->error.empty())
        s.advice = "Repair the server of the PAC file, or correct its URL where this device has it; until then ask the "
                   "proxy's admin for its host and port, and give them as --proxy.";
    s.evidence.push_back(std::move(evidence));
    in.suspect(std::move(s));
}

std::string how_it_failed(const pac_passed& one) {
    const auto said = one.code.empty() ? std::string(netprobe::to_string(one.failed)) : one.code;
    if (one.address.empty()) return fmt::format("its name has no address here ({})", said);
    if (one.failed == netprobe::failure::timed_out)
        return fmt::format("no answer from {} in {}", one.address, duration(one.elapsed_ms));
    return fmt::format("no connection to {} after {} ({})", one.address, duration(one.elapsed_ms), said);
}

// Browsers wait for these, and go on to the one that was measured.
void name_passed(inquiry& in) {
    const auto& pac = *in.of.site.pac;
    const auto& first = pac.passed.front();
    suspicion s;
    s.cause = "proxy.pac";
    s.keys = {"order of pac"};
    s.severity = severity::warning;
    s.box = pac.source;
    for (const auto& one : pac.passed)
        s.evidence.push_back(fmt::format(
            "{} names {} {}: {}", pac.source, one.proxy, &one == &first ? "first" : "next", how_it_failed(one)));
    s.evidence.push_back(fmt::format("then it names {}, which takes connections: that one was used", in.of.site.proxy));
    s.control = first.address.empty()
                    ? "where another resolver is asked that name may have an address"
                    : "a proxy that is not there any more and a firewall before it that keeps this device off look the "
                      "same";
    s.advice = fmt::format(
        "Take {} out of the PAC file ({{box}}), or repair it: browsers try it before they go on. IoT Edge reads no PAC "
        "file: set {} there.",
        first.proxy, in.of.site.proxy);
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
    if (!pac->passed.empty()) name_passed(in);
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
