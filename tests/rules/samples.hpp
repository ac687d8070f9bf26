// SPDX-License-Identifier: MIT
//
// Hand-made reports: what writers and readers of reports are tested with.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rules/report.hpp"

namespace samples {

inline netprobe::target target_of(std::string service, std::string host, int port, std::string protocol) {
    netprobe::target to;
    to.id = service + "/" + protocol + "/direct";
    to.service = std::move(service);
    to.host = std::move(host);
    to.port = static_cast<std::uint16_t>(port);
    to.protocol = std::move(protocol);
    to.service_roots = true;
    return to;
}

/// A path whose every step worked; `started` and `took` in milliseconds.
inline rules::path_result working(netprobe::target to, rules::need need, double took = 84.25) {
    rules::path_result path;
    path.planned = {to, need, need == rules::need::alternative ? "upstream" : "", "for a test"};
    path.seen.to = to;
    path.seen.elapsed_ms = took;
    path.works = true;

    path.seen.resolve.name = to.host;
    path.seen.resolve.elapsed_ms = 4.5;
    path.seen.resolve.addresses = {"192.0.2.10"};

    netprobe::connect_observation connect;
    connect.started_ms = 4.5;
    connect.elapsed_ms = 20.125;
    connect.address = "192.0.2.10";
    connect.port = to.port;
    connect.local_address = "10.0.0.7";
    netprobe::tcp_state tcp;
    tcp.state = "ESTABLISHED";
    tcp.rtt_ms = 19.9;
    tcp.snd_mss = 1448;
    connect.kernel.tcp = tcp;
    path.seen.connects = {connect};
    path.seen.used = 0;

    netprobe::tls_observation tls;
    tls.started_ms = 24.625;
    tls.elapsed_ms = 41;
    tls.server_name = to.host;
    tls.version = "TLSv1.2";
    tls.cipher = "ECDHE-RSA-AES256-GCM-SHA384";
    tls.chain = {{"CN=*.azure-devices.net", "CN=Test Issuing CA", std::string(64, 'a'), "2026-01-01T00:00:00Z",
        "2026-12-31T00:00:00Z", {"*.azure-devices.net"}}};
    tls.verify_text = "ok";
    tls.name_matches = true;
    tls.root = "CN=Test Root";
    tls.root_sha256 = std::string(64, 'b');
    tls.service_root = true;
    tls.bytes_sent = 517;
    tls.bytes_received = 4096;
    path.seen.tls = tls;

    if (to.protocol.ends_with("_ws")) {
        netprobe::upgrade_observation upgrade;
        upgrade.started_ms = 65.625;
        upgrade.elapsed_ms = 9;
        upgrade.subprotocol = "AMQPWSB10";
        upgrade.accept_matches = true;
        upgrade.answer = {101, "Switching Protocols", {{"upgrade", "websocket"}, {"connection", "Upgrade"}}, ""};
        path.seen.upgrade = upgrade;
    }
    netprobe::hello_observation hello;
    hello.started_ms = 65.625;
    hello.elapsed_ms = 18.5;
    hello.protocol = to.protocol;
    hello.asked = "its first bytes";
    hello.said = "an answer of the service";
    if (to.protocol == "https") {
        hello.http = netprobe::http_answer{401, "Unauthorized", {{"date", "Mon, 02 Mar 2026 10:00:00 GMT"}}, ""};
        hello.clock_offset_ms = -250;
    }
    path.seen.hellos = {hello};
    return path;
}

/// The same path, whose SYN was never answered.
inline rules::path_result dropped(netprobe::target to, rules::need need) {
    rules::path_result path = working(std::move(to), need, 2004.5);
    netprobe::connect_observation& connect = path.seen.connects.front();
    connect.failed = netprobe::failure::timed_out;
    connect.detail = "no answer within the limit";
    connect.elapsed_ms = 2000;
    connect.kernel.tcp->state = "SYN_SENT";
    connect.kernel.tcp->total_retrans = 1;
    path.seen.used.reset();
    path.seen.tls.reset();
    path.seen.upgrade.reset();
    path.seen.hellos.clear();
    path.seen.failed = netprobe::failure::timed_out;
    path.works = false;
    path.cause = "tcp.drop";
    return path;
}

inline const std::string hub = "contoso.azure-devices.net";

/// A site where everything gets out.
inline rules::report healthy() {
    using rules::need;
    rules::report out;
    out.tool_version = "0.1.0";
    out.site.hub = hub;
    out.site.registries = {{"contoso.azurecr.io", "team/module:1.0"}};
    out.site.source = {"hub: --hub", "registries: --registry"};
    out.assumptions = {"no --dps: the device is taken to be provisioned by hand"};
    out.run.started = "2026-03-02T10:00:00Z";
    out.run.elapsed_ms = 812.4;
    out.run.resolvers = {"10.0.0.1:53"};
    out.run.search = {"corp.example"};

    netprobe::resolve_observation name;
    name.name = hub;
    name.elapsed_ms = 4.5;
    name.addresses = {"192.0.2.10"};
    netprobe::dns_answer answer;
    answer.resolver = "10.0.0.1:53";
    answer.name = hub;
    answer.type = "A";
    answer.rcode = 0;
    answer.recursion_available = true;
    answer.edns = true;
    answer.elapsed_ms = 4.25;
    answer.tries = 1;
    answer.records = {{hub, "CNAME", 60, "gateway.example"}, {"gateway.example", "A", 30, "192.0.2.10"}};
    name.answers = {answer};
    netprobe::system_answer system;
    system.addresses = {"192.0.2.10"};
    system.canonical = "gateway.example";
    system.elapsed_ms = 4.5;
    name.system = system;
    out.run.names = {name};

    out.paths = {working(target_of("iot_hub", hub, 5671, "amqp"), need::alternative, 90.1),
        working(target_of("iot_hub", hub, 8883, "mqtt"), need::alternative, 88.7),
        working(target_of("iot_hub", hub, 443, "amqp_ws"), need::alternative, 101.2),
        working(target_of("iot_hub", hub, 443, "mqtt_ws"), need::alternative, 99.9),
        working(target_of("iot_hub", hub, 443, "https"), need::required, 84.25),
        working(target_of("mcr", "mcr.microsoft.com", 443, "registry"), need::required, 120),
        working(target_of("ntp", "time.windows.com", 123, "ntp"), need::optional, 9.4)};
    out.recommendation.upstream_protocol = "Amqp";
    out.recommendation.via = "direct";
    out.recommendation.because = "Amqp gets out directly: one connection for all modules, and the default.";
    out.recommendation.alternatives = {{"AmqpWs", "direct"}, {"Mqtt", "direct"}, {"MqttWs", "direct"}};
    out.recommendation.settings = {{"config.toml", "[agent.env]", "UpstreamProtocol = \"Amqp\"\n"},
        {"config.yaml", "agent.env", "agent:\n  env:\n    UpstreamProtocol: \"Amqp\"\n"},
        {"deployment manifest", "systemModules.edgeAgent.env and systemModules.edgeHub.env",
            "\"env\": {\n  \"UpstreamProtocol\": { \"value\": \"Amqp\" }\n}\n"}};
    out.verdict = rules::verdict::ready;
    return out;
}

/// 5671 and 8883 are dropped, MCR too; a slow resolver and a blocked time server beside it.
inline rules::report blocked() {
    using rules::need;
    rules::report out = healthy();
    out.paths[0] = dropped(out.paths[0].planned.to, need::alternative);
    out.paths[1] = dropped(out.paths[1].planned.to, need::alternative);
    out.paths[3].degraded = true;
    out.paths[3].cause = "net.latency";
    out.paths[5] = dropped(out.paths[5].planned.to, need::required);
    out.paths[6] = dropped(out.paths[6].planned.to, need::optional);
    out.paths[6].cause = "host.ntp_blocked";
    out.run.elapsed_ms = 2104.75;
    out.findings = {
        {"tcp.drop", rules::severity::error, "firewall", "",
            {"mcr/registry/direct", "iot_hub/amqp/direct", "iot_hub/mqtt/direct"}, false,
            {"192.0.2.10 port 5671: the SYN and 1 retransmission were never answered (2000 ms)",
                "192.0.2.10 port 443 answers from the same address in 20 ms: the host is alive and the route works"},
            "",
            "Let TCP 443 to mcr.microsoft.com out, and TCP 5671 and 8883 to contoso.azure-devices.net if AMQP or MQTT "
            "without WebSocket is wanted.",
            "network admin"},
        {"dns.slow_first_server", rules::severity::warning, "resolver", "10.0.0.2", {"iot_hub/https/direct"}, true,
            {"10.0.0.2:53 never answered, 10.0.0.1:53 did in 4 ms"}, "",
            "Remove 10.0.0.2 from the resolvers of this device.", "device owner"},
        {"host.ntp_blocked", rules::severity::note, "firewall", "", {"ntp/ntp/direct"}, false,
            {"time.windows.com port 123 did not answer; the clock is right"}, "", "Let UDP 123 out.", "network admin"}};
    out.recommendation.upstream_protocol = "AmqpWs";
    out.recommendation.because =
        "5671 and 8883 do not get out and 443 does. mcr.microsoft.com port 443 must open as well.";
    out.recommendation.alternatives = {{"MqttWs", "direct"}};
    out.recommendation.settings = {{"config.toml", "[agent.env]", "UpstreamProtocol = \"AmqpWs\"\n"}};
    out.verdict = rules::verdict::blocked;
    return out;
}

/// Ctrl-C after half of the paths.
inline rules::report interrupted() {
    rules::report out = blocked();
    out.run.interrupted = true;
    out.findings.clear();
    out.recommendation = {};
    out.recommendation.because = "nothing was measured to its end";
    for (rules::path_result& path : out.paths) {
        path.seen = {};
        path.seen.failed = netprobe::failure::interrupted;
        path.seen.resolve.failed = netprobe::failure::interrupted;
        path.works = false;
        path.cause.clear();
    }
    return out;
}

/// The same path by a proxy over TLS that wanted a second try: everything that such a way may hold.
inline rules::path_result by_proxy(netprobe::target to, rules::need need, double elapsed_ms) {
    to.via = "proxy";
    rules::path_result path = working(std::move(to), need, elapsed_ms);
    netprobe::proxy_observation proxy;
    proxy.resolve = path.seen.resolve;
    proxy.resolve.name = "proxy.corp.example";
    proxy.connects = path.seen.connects;
    proxy.tls = path.seen.tls;
    netprobe::tunnel_observation refused;
    refused.failed = netprobe::failure::denied;
    refused.code = "HTTP 407";
    refused.asked = "CONNECT " + path.seen.to.host + ":443";
    refused.offered = {"Negotiate", "NTLM"};
    refused.http = netprobe::http_answer{407, "Proxy Authentication Required",
        {{"proxy-authenticate", "Negotiate"}, {"proxy-authenticate", "NTLM"}}, "Access denied"};
    refused.first_bytes = "485454502f312e31";
    netprobe::tunnel_observation granted;
    granted.asked = refused.asked;
    granted.credentials = "NTLM";
    granted.early_bytes = 3;
    granted.socks = netprobe::socks_answer{2, 0, 0};
    proxy.tunnel = {refused, granted};
    path.seen.resolve = {};
    path.seen.connects.clear();
    path.seen.proxy = proxy;
    return path;
}

/// One of each thing that a report may hold.
inline rules::report everything() {
    rules::report out = blocked();
    out.site.dps = true;
    out.site.dps_scope = "0ne00000000";
    out.site.storage = {"contoso.blob.core.windows.net"};
    out.site.region = "westeurope";
    out.site.parent = "gateway.corp.example";
    out.site.ntp = {"time.corp.example"};
    out.site.endpoints = {{"broker.corp.example", 8883, "mqtt"}};
    netprobe::dns_answer& answer = out.run.names[0].answers[0];
    answer.icmp = {{6, 1, 4, ""}, {4, 3, 13, "10.0.0.1"}};
    answer.extended_error = 15;
    answer.extended_error_text = "blocked by policy";
    answer.soa = "azure-devices.net";
    answer.records_left_out = 3;
    answer.authoritative = answer.truncated = answer.over_tcp = true;
    answer.tcp_retry = netprobe::outcome{netprobe::failure::refused, "ECONNREFUSED", "nobody listens", 1, 2};
    answer.bad_replies = 2;
    answer.local_address = "10.0.0.7";
    answer.second_records = {{hub, "A", 3600, "198.51.100.66"}};
    out.run.names[0].system->hosts_file = {"192.0.2.99"};
    out.run.names[0].addresses_left_out = 1;
    rules::path_result& dead = out.paths[0];
    dead.seen.connects[0].kernel.icmp = {{4, 3, 13, "10.0.0.1"}};
    dead.seen.connects.push_back(dead.seen.connects[0]);
    rules::path_result& https = out.paths[4];
    https.planned.to.resource = https.seen.to.resource = "/";
    https.planned.to.server_name = https.seen.to.server_name = "contoso.device.azure-devices.net";
    https.planned.to.may_redirect = https.seen.to.may_redirect = true;
    https.seen.tls->names_service_root = true;
    https.seen.tls->alpn = "http/1.1";
    https.seen.tls->alert = 40;
    https.seen.tls->first_bytes = "16030300";
    https.seen.tls->chain_left_out = 1;
    https.seen.tls->client_certificate_asked = true;
    https.seen.hellos[0].first_bytes = "48545450";
    out.paths[5].planned.to.after = out.paths[5].seen.to.after = "mcr/registry/direct";
    out.paths[5].seen.next_host = "westeurope.data.mcr.microsoft.com";
    out.findings[1].control = "the other resolver answers the same question";
    out.site.proxy = "https://edge:***@proxy.corp.example:3129";
    out.site.proxy_users = {
        {"dockerd", "http://proxy.corp.example:3128", "/etc/docker/daemon.json", ".corp.example", true}};
    out.site.pac = rules::pac_file{"http://wpad.corp.example/wpad.dat", "answered 404", true,
        {{hub, "PROXY proxy.corp.example:3128; DIRECT", ""}, {"mcr.microsoft.com", "", "the script does not end"}},
        true,
        {{"http://old.corp.example:3128", "192.0.2.7", netprobe::failure::refused, "ECONNREFUSED", 0.5},
            {"http://gone.corp.example:3128", "", netprobe::failure::name_not_found, "NXDOMAIN", 1.25}}};
    netprobe::target by = https.seen.to;
    by.id = "iot_hub/https/proxy";
    out.paths.push_back(by_proxy(by, rules::need::required, 120));
    out.paths.back().planned.to.hold_ms = out.paths.back().seen.to.hold_ms = 3000;
    out.paths.back().seen.hold = netprobe::hold_observation{{}, 3000, {}};
    by.id = "control_name/tcp/proxy";
    out.controls.push_back(by_proxy(by, rules::need::optional, 12));
    out.run.local_drops = 7;
    auto varied = working(target_of("control_answer_ttl", hub, 443, "tcp"), rules::need::optional, 12);
    for (auto* to : {&varied.planned.to, &varied.seen.to})
        to->as = {"192.0.2.10", 3, 61, true, 536, "tls12", 250, 500, true};
    varied.seen.connects[0].answer_ttl = 57;
    varied.seen.connects[0].in_a_row = netprobe::refused_in_a_row{8, 3, 9, 1, true};
    out.controls.push_back(varied);
    return out;
}

/// Escape sequences, reordering and invisible characters, damaged UTF-8, no end: in every text.
inline rules::report hostile() {
    const std::string bad = "\x1b]0;owned\x07\x1b[2J\x1b[31m \xe2\x80\xae"
                            "gnp.exe\xe2\x80\x8b \xff\xfe\xc3\n\r\t \xc2\x9b"
                            "31m ";
    const std::string name = std::string(290, 'n') + ".example.net";
    rules::report out = everything();
    out.site.hub = name;
    for (rules::path_result& path : out.paths) {
        if (path.seen.to.service == "iot_hub") path.seen.to.host = name;
        path.seen.resolve.name = bad + name;
        if (path.seen.tls) {
            path.seen.tls->chain[0].subject = bad + std::string(1000, 'x');
            path.seen.tls->chain[0].names = std::vector<std::string>(3, bad);
        }
        for (auto& hello : path.seen.hellos) {
            hello.said = bad;
            hello.http = netprobe::http_answer{200, bad, {{bad, bad}}, bad + std::string(400, '<')};
        }
    }
    out.paths[5].seen.to.host = bad + name;
    out.paths[5].cause = bad;
    out.paths[6].seen.to.via = bad;
    out.findings[0].box = bad;
    out.findings[0].evidence = std::vector<std::string>(20, bad + std::string(300, 'e') + bad);
    out.findings[0].paths = std::vector<std::string>(50, bad);
    out.findings[1].cause = bad;
    out.findings[1].advice = std::string(10'000, 'a');
    out.recommendation.settings[0].text = "# " + bad + "\nUpstreamProtocol = \"AmqpWs\"\n";
    out.assumptions = {bad + bad};
    return out;
}

} // namespace samples
