// SPDX-License-Identifier: MIT
//
// The device's clock, by what peers say the time is and by certificates that are "expired" or "not yet valid" on
// several hosts at once (facts/faults.md C17, M18). A wrong clock is never blamed on a server's certificate.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <map>

#include "netprobe/http_date.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/chain_reading.hpp"
#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {
namespace {

// From here on programs notice (aziotctl check warns from 10 s on).
constexpr double skew_ms = 10'000;
// Less than this cannot make a certificate look expired, but for one that really is about to.
constexpr double certificate_skew_ms = 60'000;
// The time that peers tell is known to seconds only.
constexpr double told_s = 3;

// "2026-11-23T12:44:07Z" → seconds since 1970.
std::optional<double> seconds_of(std::string_view text) {
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = -1;
        if (text.size() >= at + length) std::from_chars(text.data() + at, text.data() + at + length, value);
        return value;
    };
    const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
        std::chrono::month(static_cast<unsigned>(number(5, 2))), std::chrono::day(static_cast<unsigned>(number(8, 2)))};
    const int hours = number(11, 2), minutes = number(14, 2), seconds = number(17, 2);
    if (!day.ok() || hours < 0 || minutes < 0 || seconds < 0) return std::nullopt;
    const auto midnight = std::chrono::sys_days(day).time_since_epoch();
    return static_cast<double>(std::chrono::seconds(midnight).count() + hours * 3600 + minutes * 60 + seconds);
}

std::string later_or_earlier(const std::string& who, double offset_ms) {
    return fmt::format("{} says it is {} {} than this device's clock", who, duration(std::abs(offset_ms)),
        offset_ms > 0 ? "later" : "earlier");
}

struct clocks {
    std::optional<double> offset_ms; ///< peers' clock minus ours; absent where nobody said, or they disagree
    std::vector<std::string> evidence;
    std::vector<std::size_t> paths;
    bool by_proxy_alone = false; ///< nobody but the proxy said
};

// Where nothing comes through a proxy, the Date of its refusal is all that is heard. Measured from the beginning of the
// run, so what is less than a step of it tells nothing.
clocks read_proxy_clock(const inquiry& in) {
    clocks said;
    const auto now = seconds_of(in.of.run.started);
    for (std::size_t i = 0; now && i < in.size(); ++i) {
        const auto* tunnel = tunnel_of(in.path(i).seen);
        const auto theirs =
            tunnel && tunnel->http ? netprobe::http::parse_date(tunnel->http->header("date")) : std::nullopt;
        if (!theirs) continue;
        said.paths.push_back(i);
        if (said.offset_ms) continue;
        const auto offset = (static_cast<double>(*theirs) - *now) * 1000;
        said.offset_ms = std::abs(offset) < certificate_skew_ms ? 0 : offset;
        said.evidence.push_back(later_or_earlier(proxy_place(in.of, in.path(i).seen), offset));
        said.by_proxy_alone = true;
    }
    return said;
}

// One voice a host; the median of them. Two that disagree say nothing.
clocks read_clocks(const inquiry& in) {
    std::map<std::string, double> by_host;
    clocks all;
    for (std::size_t i = 0; i < in.size(); ++i)
        for (const auto& h : in.path(i).seen.hellos) {
            if (!h.clock_offset_ms) continue;
            all.paths.push_back(i);
            if (!by_host.emplace(in.path(i).seen.to.host, *h.clock_offset_ms).second) continue;
            all.evidence.push_back(later_or_earlier(in.path(i).seen.to.host, *h.clock_offset_ms));
        }
    std::vector<double> offsets;
    for (const auto& [host, offset] : by_host) offsets.push_back(offset);
    std::sort(offsets.begin(), offsets.end());
    if (offsets.empty()) return read_proxy_clock(in);
    const double middle = offsets[offsets.size() / 2];
    const auto agreeing =
        std::count_if(offsets.begin(), offsets.end(), [&](double o) { return std::abs(o - middle) < 5'000; });
    if (agreeing * 2 > static_cast<std::ptrdiff_t>(offsets.size())) all.offset_ms = middle;
    return all;
}

bool out_of_date(const std::optional<netprobe::tls_observation>& tls) {
    return tls && !tls->chain.empty() && (tls->verify_code == expired || tls->verify_code == not_yet_valid);
}

long date_failure(const path_result& p) { return out_of_date(p.seen.tls) ? p.seen.tls->verify_code : 0; }

// The certificate would be good at the time that the peers tell. Every certificate of the chain counts: it may be
// another than the leaf that is out of date.
bool valid_at(const netprobe::tls_observation& tls, double at) {
    return std::all_of(tls.chain.begin(), tls.chain.end(), [&](const auto& c) {
        const auto from = seconds_of(c.not_before), until = seconds_of(c.not_after);
        return from && until && *from <= at + told_s && at <= *until;
    });
}

bool time_server_told(const inquiry& in) {
    return std::ranges::any_of(in.of.paths, [](const auto& p) {
        return p.seen.to.protocol == "ntp" &&
               std::ranges::any_of(p.seen.hellos, [](const auto& h) { return h.clock_offset_ms.has_value(); });
    });
}

// The certificate of an https:// proxy is in order at the time that the peers tell: what the layer of the proxy said of
// it was said by a wrong clock.
void take_over_proxys_certificate(inquiry& in, double at, suspicion& s) {
    const auto good_then = [&](std::size_t i) {
        const auto& proxy = in.path(i).seen.proxy;
        return proxy && out_of_date(proxy->tls) && valid_at(*proxy->tls, at);
    };
    const auto by_the_clock = [&](const suspicion& other) {
        return other.cause == "proxy.tls_untrusted" && !other.breaks.empty() &&
               std::ranges::all_of(other.breaks, good_then);
    };
    for (const auto& other : in.found) {
        if (!by_the_clock(other)) continue;
        s.proved = s.breaks.empty() || s.proved;
        s.breaks.insert(s.breaks.end(), other.breaks.begin(), other.breaks.end());
        s.evidence.insert(s.evidence.end(), other.evidence.begin(), other.evidence.end());
    }
    std::erase_if(in.found, by_the_clock);
}

} // namespace

void diagnose_clock(inquiry& in) {
    auto said = read_clocks(in);
    const auto now = seconds_of(in.of.run.started);
    std::map<long, std::set<std::string>> hosts;
    for (const auto& p : in.of.paths)
        if (const auto code = date_failure(p); code != 0) hosts[code].insert(p.seen.to.host);

    suspicion s;
    s.cause = "host.clock_skew";
    s.keys = {"clock"};
    const bool offset_told = said.offset_ms.has_value();
    const bool wrong = offset_told && std::abs(*said.offset_ms) >= skew_ms;
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto code = in.open(i) ? date_failure(in.path(i)) : 0;
        if (code == 0) continue;
        const auto& tls = *in.path(i).seen.tls;
        const bool direction = offset_told && (code == not_yet_valid) == (*said.offset_ms > 0);
        const bool told = wrong && direction && std::abs(*said.offset_ms) >= certificate_skew_ms;
        const bool good_then = told && now && valid_at(tls, *now + *said.offset_ms / 1000);
        // Without anybody's clock several hosts at once, all in one direction, are the sign.
        const bool many = !offset_told && hosts.size() == 1 && hosts[code].size() >= 2;
        if (!good_then && !(told && hosts[code].size() >= 2) && !many) continue;
        s.proved = s.breaks.empty() ? good_then : s.proved && good_then;
        s.breaks.push_back(i);
        s.hosts.insert(in.path(i).seen.to.host);
        s.evidence.push_back(fmt::format("{}: certificate valid {} to {}, this device's clock says {}",
            in.path(i).seen.to.host, tls.chain.front().not_before, tls.chain.front().not_after, in.of.run.started));
    }
    if (wrong && now && !said.by_proxy_alone) take_over_proxys_certificate(in, *now + *said.offset_ms / 1000, s);
    if (s.breaks.empty() && !wrong) return;
    // While the clock is right, a silent time server does no harm yet.
    for (auto& other : in.found)
        if (other.cause == "host.ntp_blocked") other.severity = severity::warning;
    if (s.breaks.empty()) {
        s.severity = severity::warning;
        s.proved = said.evidence.size() >= 2;
    }
    if (wrong) {
        s.evidence.insert(s.evidence.begin(), said.evidence.begin(), said.evidence.end());
        s.control = said.by_proxy_alone ? "the proxy's clock alone; a time server would tell which of the two is wrong"
                    : time_server_told(in) ? "the clocks of other hosts (HTTP Date, SNTP)"
                                           : "the clocks of other hosts (HTTP Date)";
        for (const auto i : said.paths) // what the proxy refuses for a reason of its own would meet the clock next
            if (in.works(i) || (said.by_proxy_alone && s.breaks.empty())) s.touches.push_back(i);
    }
    in.suspect(std::move(s));
}

} // namespace rules::diagnosis
