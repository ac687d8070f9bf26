// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "netprobe/observation.hpp"
#include "rules/plan.hpp"
#include "rules/severity.hpp"

namespace rules {

/// One root cause, however many paths it breaks (design.md §4, facts/causes.md).
struct finding {
    std::string cause; ///< a row of causes(): "tcp.drop"
    rules::severity severity = severity::error;
    std::string where;              ///< device|local_network|firewall|resolver|proxy|service|unknown
    std::string box;                ///< address or name of the box, or empty
    std::vector<std::string> paths; ///< ids
    bool proved = false;            ///< a control, or evidence that can mean nothing else; else "likely"
    std::vector<std::string> evidence;
    std::string control; ///< the measurement that proves it, or empty
    std::string advice;
    std::string who; ///< "device owner", "network admin", "proxy admin", "Azure admin"
};

/// One file to change: `text` goes into `file`, at `key`.
struct setting {
    std::string file;
    std::string key;
    std::string text;
};

struct alternative {
    std::string upstream_protocol;
    std::string via;
};

/// What to set. upstream_protocol is empty where no protocol works.
struct recommendation {
    std::string upstream_protocol; ///< Amqp, AmqpWs, Mqtt, MqttWs
    std::string via;               ///< "direct" or "proxy"
    std::string because;
    std::vector<alternative> alternatives; ///< all others that work
    std::vector<setting> settings;
};

/// ready: every required path works, and one of each group of alternatives.
/// degraded: ready, and something is slow, lossy or about to fail. blocked: the rest.
enum class verdict { ready, degraded, blocked };
std::string_view to_string(verdict v) noexcept;

/// How one path of the plan came out.
struct path_result {
    planned_path planned;
    netprobe::path_observation seen;
    bool works = false;
    bool degraded = false;
    std::string cause; ///< empty where it works; else the cause of the finding that explains it

    /// By which findings and controls name it: the plan's, else what was seen has one.
    const std::string& id() const noexcept { return planned.to.id.empty() ? seen.to.id : planned.to.id; }
};

/// egress-report/1: everything the writers need, and enough to diagnose again (docs/report.schema.json).
struct report {
    std::string tool_name = "egress-check";
    std::string tool_version;
    rules::site site;
    std::vector<std::string> assumptions;
    netprobe::run_observation run; ///< its `paths` are in `paths` below, in the same order
    std::vector<path_result> paths;
    std::vector<path_result>
        controls;                  ///< tried only to decide between causes (rules/controls.hpp); no need of the site
    std::vector<finding> findings; ///< worst first; the first is the headline
    rules::recommendation recommendation;
    rules::verdict verdict = verdict::blocked;
};

} // namespace rules
