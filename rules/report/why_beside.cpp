// SPDX-License-Identifier: MIT
#include "rules/report/why_beside.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "rules/diagnose/by_proxy.hpp"
#include "rules/report/page.hpp"
#include "rules/report/step_words.hpp"

namespace rules {
namespace {

using netprobe::path_observation;

/// The address that the path went over, or tried first; empty where it tried none, or a proxy's.
std::string address_of(const path_observation& seen) {
    if (diagnosis::by_proxy(seen) || seen.connects.empty()) return {};
    const auto used = seen.used.value_or(0);
    return seen.connects[used < seen.connects.size() ? used : 0].address;
}

bool tried_address(const path_observation& seen, const std::string& address) {
    return std::any_of(seen.connects.begin(), seen.connects.end(), [&](const auto& c) { return c.address == address; });
}

struct pair_of_paths {
    const path_observation& here;
    const path_observation& there;

    bool same_host() const { return here.to.host == there.to.host; }
    bool same_port() const { return here.to.port == there.to.port; }
    bool same_way() const { return diagnosis::by_proxy(here) == diagnosis::by_proxy(there); }
    bool same_address() const {
        const auto address = address_of(here);
        return !address.empty() && tried_address(there, address);
    }
};

/// A way in which another path differs from this one, the most telling first.
struct difference {
    const char* what;
    bool (*holds)(const pair_of_paths&);
};

constexpr std::array differences{
    difference{"the same host and port by the other way",
        [](const pair_of_paths& p) { return p.same_host() && p.same_port() && !p.same_way(); }},
    difference{"another protocol at the same host and port",
        [](const pair_of_paths& p) { return p.same_host() && p.same_port() && p.same_way(); }},
    difference{"another port of the same host",
        [](const pair_of_paths& p) { return p.same_host() && !p.same_port() && p.same_way(); }},
    difference{"another name at the same address and port",
        [](const pair_of_paths& p) { return !p.same_host() && p.same_port() && p.same_way() && p.same_address(); }},
    difference{"the same port of another host",
        [](const pair_of_paths& p) { return !p.same_host() && p.same_port() && p.same_way(); }},
    // What differs in two things tells little; it is for a report where nothing nearer was tried.
    difference{"another host at another port",
        [](const pair_of_paths& p) { return !p.same_host() && !p.same_port() && p.same_way(); }},
};

bool was_measured(const path_observation& seen) {
    return seen.failed != netprobe::failure::not_tried && seen.failed != netprobe::failure::interrupted;
}

/// What a control asked otherwise than the path did, behind its purpose.
std::string asked_otherwise(const path_result& path, const path_result& control) {
    const auto& here = shown_target(path);
    const auto& there = shown_target(control);
    const auto& as = there.as;
    std::string text = control.planned.purpose.empty() ? there.service : control.planned.purpose;
    std::string more;
    const auto add = [&more](const std::string& one) { more += (more.empty() ? "" : ", ") + one; };
    if (there.host != here.host) add(there.host);
    if (!as.address.empty() && as.address != address_of(path.seen)) add("at " + as.address);
    if (there.port != here.port) add(fmt::format("port {}", there.port));
    if (!there.server_name.empty() && there.server_name != here.host) add("server name " + there.server_name);
    if (there.protocol != here.protocol) add(there.protocol);
    if (there.via != here.via) add(there.via);
    if (as.ttl > 0) add(fmt::format("TTL {}", as.ttl));
    if (as.max_segment > 0) add(fmt::format("segments of {} bytes", as.max_segment));
    if (!as.hello.empty()) add("hello " + as.hello);
    if (there.hold_ms > 0 && as.use_every_ms == 0)
        add(fmt::format("left alone for {}", diagnosis::duration(there.hold_ms)));
    if (as.use_every_ms > 0)
        add(fmt::format(
            "in use for {}, every {}", diagnosis::duration(there.hold_ms), diagnosis::duration(as.use_every_ms)));
    if (as.after_ms > 0) add(fmt::format("after {}", diagnosis::duration(as.after_ms)));
    return more.empty() ? text : fmt::format("{} ({})", text, more);
}

/// "control_alone/iot_hub/amqp/direct": the whole path again; of no other path it says anything.
bool again_of_another(const path_observation& here, const path_observation& control) {
    const auto slash = control.to.id.find('/');
    if (control.to.service != "control_alone" && control.to.service != "control_other_address") return false;
    return control.to.id.substr(std::min(slash + 1, control.to.id.size())) != here.to.id;
}

/// The control is about another path of the plan, which has the same port by chance.
bool about_another_host(const report& of, const path_observation& here, const path_observation& control) {
    return std::any_of(of.paths.begin(), of.paths.end(),
        [&](const path_result& p) { return p.seen.to.host == control.to.host && p.seen.to.host != here.to.host; });
}

bool bears_on(const report& of, const path_observation& here, const path_observation& control) {
    const pair_of_paths both{here, control};
    const auto address = address_of(here);
    if (again_of_another(here, control)) return false;
    if (both.same_host() || (!address.empty() && (control.to.host == address || tried_address(control, address))))
        return true;
    if (!diagnosis::by_proxy(here))
        return both.same_port() && both.same_way() && !about_another_host(of, here, control);
    // What a proxy does with a name that does not exist, or at its own port, says what its tunnels are worth.
    return (both.same_port() && both.same_way()) || control.to.service == "control_nonexistent" ||
           control.to.service == "control_proxy_tls";
}

/// One hop more than the control before, and nothing new: a ladder of a dozen rungs is one line then. The outcome names
/// the address, so rungs towards another one do not join.
bool goes_on(const beside& before, int ttl, const std::string& came_out) {
    const auto last = before.same_until > 0 ? before.same_until : before.ttl;
    return last > 0 && ttl == last + 1 && before.came_out == came_out;
}

} // namespace

std::vector<beside> paths_beside(const report& of, std::size_t index) {
    std::vector<beside> all;
    const auto& here = of.paths[index];
    std::vector<bool> told(of.paths.size());
    told[index] = true;
    for (const auto& one : differences) {
        if (&one == &differences.back() && !all.empty()) break;
        const path_result *good = nullptr, *bad = nullptr;
        for (std::size_t i = 0; i < of.paths.size(); ++i) {
            const auto& there = of.paths[i];
            if (told[i] || !was_measured(there.seen) || !one.holds({here.seen, there.seen})) continue;
            auto& best = there.works ? good : bad;
            if (best) continue;
            best = &there;
            told[i] = true;
        }
        for (const auto* there : {good, bad})
            if (there) all.push_back({one.what, shown_target(*there).id, outcome_words(there->seen), 0, 0});
    }
    return all;
}

std::vector<beside> controls_beside(const report& of, std::size_t index) {
    std::vector<beside> all;
    const auto& here = of.paths[index];
    for (const auto& control : of.controls) {
        if (!bears_on(of, here.seen, control.seen)) continue;
        const auto& target = shown_target(control);
        const auto ttl = target.as.ttl;
        auto came_out = outcome_words(control.seen);
        if (!all.empty() && goes_on(all.back(), ttl, came_out))
            all.back().same_until = ttl;
        else
            all.push_back({asked_otherwise(here, control), target.id, std::move(came_out), ttl, 0});
    }
    return all;
}

} // namespace rules
