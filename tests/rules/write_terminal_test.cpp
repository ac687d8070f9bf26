// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <sstream>

#include "golden.hpp"
#include "proxied_site.hpp"
#include "rules/diagnose.hpp"
#include "rules/report/text.hpp"
#include "rules/write.hpp"
#include "samples.hpp"

using Catch::Contains;

namespace {

std::string written(const rules::report& of, int width = 100, bool verbose = false, bool colour = false) {
    return rules::write_terminal(of, {colour, width, verbose});
}

std::string same_as_golden(const std::string& name, const std::string& now) {
    return golden(name, now) == now ? "" : now;
}

/// The text without the colour sequences that a page uses.
std::string uncoloured(std::string text) {
    for (std::size_t at; (at = text.find("\x1b[")) != std::string::npos;) text.erase(at, text.find('m', at) + 1 - at);
    return text;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

/// A device behind a proxy that lets all but a registry out.
rules::report proxied() {
    auto r = site_builder::behind_proxy();
    site_builder::no_fake(r);
    for (const auto* id : {"iot_hub/amqp/proxy", "iot_hub/mqtt/proxy", "acr/registry/proxy"})
        site_builder::refuse(site_builder::at(r, id), 403, {{"x-squid-error", "ERR_ACCESS_DENIED 0"}});
    r.site.proxy_users = {{"aziot-identityd", site_builder::proxy_url, "/etc/aziot/config.toml:7", "", false},
        {"dockerd", "", "", "", true}};
    for (std::size_t i = 0; i < r.paths.size(); ++i) r.paths[i].seen.elapsed_ms = 80 + static_cast<double>(i);
    r.run.elapsed_ms = 5100;
    rules::diagnose(r);
    r.recommendation = rules::recommend(r, "");
    return r;
}

/// A second way out for every path of the hub.
rules::report with_proxy(rules::report of) {
    for (rules::path_result path : std::vector(of.paths)) {
        if (path.planned.to.service != "iot_hub") continue;
        path.planned.to.via = path.seen.to.via = "proxy";
        of.paths.push_back(path);
    }
    return of;
}

} // namespace

TEST_CASE("write_terminal: as it always was") {
    CHECK(same_as_golden("terminal_healthy.txt", written(samples::healthy())) == "");
    CHECK(same_as_golden("terminal_blocked.txt", written(samples::blocked())) == "");
    CHECK(same_as_golden("terminal_blocked_80.txt", written(samples::blocked(), 80)) == "");
    CHECK(same_as_golden("terminal_verbose.txt", written(samples::everything(), 120, true)) == "");
    CHECK(same_as_golden("terminal_interrupted.txt", written(samples::interrupted())) == "");
    CHECK(same_as_golden("terminal_hostile.txt", written(samples::hostile(), 80)) == "");
    CHECK(same_as_golden("terminal_proxy.txt", written(with_proxy(samples::blocked()), 80)) == "");
}

TEST_CASE("write_terminal: a device behind a proxy, on a terminal of 80 columns") {
    const auto text = written(proxied(), 80);
    CHECK(same_as_golden("terminal_behind_proxy.txt", text) == "");
    for (const auto& line : lines_of(text.substr(0, text.find("\n--- ")))) CHECK(rules::columns(line) <= 80);
    CHECK_THAT(text, Contains("1 of 5 required paths fails, 2 of 4 upstream protocols work"));
    CHECK_THAT(text, Contains("proxy     http://edge:***@proxy.corp.example:3128\n"));
    CHECK_THAT(text, Contains("unused (refused)"));
    CHECK_THAT(text, Contains("aziot-identityd"));
    CHECK_THAT(proxied().recommendation.because,
        Catch::EndsWith(
            "contoso.azurecr.io:443 (tcp.drop, by the proxy proxy.connect_denied_host) must open as well."));
}

TEST_CASE("write_terminal: the verdict comes first") {
    CHECK_THAT(written(samples::healthy()),
        Catch::StartsWith(
            "READY     all 2 required paths work, 4 of 4 upstream protocols work, 7 paths tried in 0.8 s\n"));
    CHECK_THAT(written(samples::blocked()),
        Catch::StartsWith(
            "BLOCKED   1 of 2 required paths fails, 2 of 4 upstream protocols work, 1 path works poorly, 7 paths"));
    rules::report degraded = samples::healthy();
    degraded.verdict = rules::verdict::degraded;
    CHECK_THAT(written(degraded), Catch::StartsWith("DEGRADED  "));
}

TEST_CASE("write_terminal: what was not tried is not called failed") {
    const std::string text = written(samples::interrupted());
    CHECK_THAT(text,
        Catch::StartsWith("BLOCKED   2 of 2 required paths not tried, 0 of 4 upstream protocols work, 0 of 7 paths"));
    CHECK_THAT(text, Contains("PARTIAL   the run was stopped before its end"));
    CHECK_THAT(text, !Contains("FAILED"));
    CHECK_THAT(text, Contains("UpstreamProtocol: none of them works from here"));

    rules::report half = samples::blocked();
    half.run.interrupted = true;
    half.paths[4].seen.failed = netprobe::failure::not_tried;
    half.paths[4].works = false;
    CHECK_THAT(
        written(half, 200), Contains("1 of 2 required paths fails, 1 not tried, ") && Contains("6 of 7 paths tried"));
}

TEST_CASE("write_terminal: without the hub no protocol is claimed, and none is called broken") {
    auto r = site_builder::healthy();
    std::erase_if(r.paths, [](const auto& p) { return p.planned.to.service == "iot_hub"; });
    r.site.hub.clear();
    r.site.dps = true;
    rules::diagnose(r);
    r.recommendation = rules::recommend(r, "");
    const auto text = written(r);
    CHECK_THAT(text, Contains("the hub is not known yet") && Contains("UpstreamProtocol: none was tried"));
    CHECK_THAT(text, !Contains("none of them works"));
    r.site.dps = false; // nobody says that there is one
    CHECK_THAT(written(r), !Contains("the hub is not known yet"));
}

TEST_CASE("write_terminal: the matrix") {
    const std::string text = written(samples::blocked());
    CHECK_THAT(text, Contains("contoso.azure-devices.net  direct\n"
                              "  AMQP 5671                FAILED tcp.drop\n"
                              "  MQTT 8883                FAILED tcp.drop\n"
                              "  AMQP over WebSocket 443  ok 101 ms\n"
                              "  MQTT over WebSocket 443  POOR 100 ms net.latency\n"
                              "  HTTPS 443                ok 84 ms\n"));
    CHECK_THAT(text, Contains("  FAILED  2004 ms  required  mcr.microsoft.com:443 (registry): tcp.drop\n"));
    // A way out is a column; a protocol that has one way only leaves a gap.
    rules::report proxied = with_proxy(samples::blocked());
    proxied.paths.erase(proxied.paths.begin());
    const std::string two = written(proxied);
    CHECK_THAT(two, Contains("  AMQP 5671                -                        FAILED tcp.drop\n"));
    CHECK_THAT(two, Contains("mcr.microsoft.com:443 (registry, direct): tcp.drop"));
    // Too narrow for two columns: a line each.
    CHECK_THAT(written(proxied, 60), Contains("  MQTT 8883                direct  FAILED tcp.drop\n"
                                              "  MQTT 8883                proxy   FAILED tcp.drop\n"));
}

TEST_CASE("write_terminal: an address of IPv6 stands in brackets, a failure without a cause has its word") {
    rules::report report = samples::blocked();
    report.paths[5].seen.to.host = "2001:db8::1";
    report.paths[5].cause = "";
    CHECK_THAT(written(report), Contains("[2001:db8::1]:443 (registry): timed_out\n"));
}

TEST_CASE("write_terminal: the parent of a nested device takes the hub's place") {
    rules::report report = samples::healthy();
    for (rules::path_result& path : report.paths)
        if (path.planned.to.service == "iot_hub") {
            path.planned.to.service = path.seen.to.service = "parent";
            path.planned.to.host = path.seen.to.host = "gateway.corp.example";
        }
    CHECK_THAT(written(report), Contains("gateway.corp.example       direct\n  AMQP 5671                ok 90 ms\n"));
}

TEST_CASE("write_terminal: headline in full, the rest in short") {
    const std::string text = written(samples::blocked(), 200);
    CHECK_THAT(text, Contains("ERROR    tcp.drop") && Contains("  who       network admin\n"));
    CHECK_THAT(text, Contains("  likely    the evidence fits; no control has ruled out the rest\n"));
    CHECK_THAT(text, Contains("Remove 10.0.0.2 from the resolvers of this device. [device owner]"));
    CHECK_THAT(text,
        Contains("note     host.ntp_blocked (likely): time.windows.com port 123 did not answer; the clock is right\n"));
    rules::report proved = samples::blocked();
    proved.findings[0].proved = true;
    CHECK_THAT(written(proved), Contains("  proved    it was seen itself, not concluded from something else\n"));
    proved.findings[0].control = "another name on the same address answers";
    CHECK_THAT(written(proved), Contains("  proved    another name on the same address answers\n"));
}

TEST_CASE("write_terminal: a note alone is no headline") {
    rules::report report = samples::healthy();
    report.findings = {samples::blocked().findings[2]};
    CHECK_THAT(written(report), Contains("note     host.ntp_blocked") && !Contains("  who  "));
}

TEST_CASE("write_terminal: settings stand at the margin, whole, whatever the width") {
    rules::report report = samples::healthy();
    const std::string setting =
        "https_proxy = \"http://" + std::string(900, 'p') + ".example:3128\"\n\n  indented = true\n";
    report.recommendation.settings = {{"config.toml", "[agent.env]", setting}};
    for (const int width : {0, 40, 80, 120}) {
        CHECK_THAT(written(report, width), Contains("\n" + setting));
        CHECK_THAT(written(report, width), Contains("--- config.toml, at [agent.env]:\n"));
    }
}

TEST_CASE("write_terminal: colour is never the only sign") {
    for (const rules::report& report :
        {samples::healthy(), samples::blocked(), samples::interrupted(), samples::hostile()}) {
        const std::string coloured = written(report, 100, true, true);
        CHECK(coloured.find("\x1b[") != std::string::npos);
        CHECK(uncoloured(coloured) == written(report, 100, true, false));
        CHECK(written(report, 100, true, false).find('\x1b') == std::string::npos);
    }
}

TEST_CASE("write_terminal: nothing hostile reaches the terminal, and no line is too wide") {
    for (const int width : {-5, 40, 57, 80, 120, 200})
        for (const bool verbose : {false, true}) {
            CAPTURE(width, verbose);
            rules::report report = with_proxy(samples::hostile());
            report.recommendation.settings[0].text = "short\n";
            const std::string text = written(report, width, verbose);
            std::size_t widest = 0;
            for (const std::string& line : lines_of(text)) {
                CHECK(rules::one_line(line, std::string::npos) == line);
                CHECK((line.empty() || line.back() != ' '));
                widest = std::max(widest, rules::columns(line));
            }
            CHECK(widest <= static_cast<std::size_t>(std::max(width, 40)));
            CHECK(text.size() < (verbose ? 2'000'000u : 20'000u));
        }
}

TEST_CASE("write_terminal: verbose shows every step with its numbers") {
    const std::string text = written(samples::blocked(), 120, true);
    CHECK_THAT(text, Contains("path iot_hub/amqp/direct  2004 ms\n"));
    CHECK_THAT(text, Contains("TCP SYN_SENT, 1 retransmits"));
    CHECK_THAT(text, Contains("subprotocol AMQPWSB10; accept key matches"));
    CHECK_THAT(text, Contains("clock -250 ms"));
    CHECK_THAT(text, Contains("A from 10.0.0.1:53; rcode 0"));
    CHECK_THAT(written(samples::blocked(), 120), !Contains("SYN_SENT"));
}

TEST_CASE("write_terminal: an empty report is a page, too") {
    CHECK_THAT(written({}), Catch::StartsWith("BLOCKED   0 paths tried in 0.0 s\n"));
}
