// SPDX-License-Identifier: MIT
//
// What comes after TLS: WebSocket, MQTT, AMQP, HTTP (facts/faults.md D27, D28, D37 and section E).
#include "rules/explain/rows.hpp"

namespace rules::explained {
namespace {

constexpr explanation protocol_rows[] = {
    {"ws.upgrade_stripped", "A box removes the Upgrade header, so the service never sees a WebSocket.",
        "The service answers 426, although the upgrade was asked for; often with a Via header.",
        {{{"ws.upgrade_denied", "who answers: the service's 426 asks for what was sent"},
            {"http.denied", "the status"}}},
        "The 426 itself; on the direct way, or in a plain tunnel, the same request gets 101."},
    {"ws.upgrade_denied", "A box or the service refuses the upgrade.", "403, 400, 200 or silence in place of 101.",
        {{{"ws.upgrade_stripped", "the status"},
            {"http.denied", "an ordinary request to the same host: refused, too, where the host is denied"},
            {"ws.subprotocol_denied", "the other subprotocol"}}},
        "An ordinary HTTPS request to the same host is answered by the service; the direct way gets 101."},
    {"ws.subprotocol_denied", "One of AMQPWSB10 and mqtt passes, the other does not.",
        "101 for one, a refusal or another subprotocol for the other, at the same host.",
        {{{"ws.upgrade_denied", "the other subprotocol"}}},
        "The other subprotocol is upgraded at the same host in the same run."},
    {"ws.subprotocol_stripped", "A box removes Sec-WebSocket-Protocol.", "101 without a subprotocol.",
        {{{"ws.subprotocol_denied", "whether another subprotocol or none is named"}}},
        "The 101 itself: the service always names the one that was asked for."},
    {"ws.closed_after_upgrade", "The WebSocket opens and is closed before it carries anything.",
        "101, then a close or a reset at the first frame.",
        {{{"ws.frames_dropped", "silence, or an end"}, {"net.cut_after_data", "other requests on the same way"}}},
        "The end itself, right after the first frame; the direct way carries it."},
    {"ws.frames_dropped", "The WebSocket opens, and frames vanish.", "101, then silence after the first frame.",
        {{{"proxy.slow", "a longer --limit"}, {"ws.closed_after_upgrade", "silence, or an end"}}},
        "The direct way answers the same frame; a longer wait does not help."},
    {"mqtt.not_mqtt", "Something that does not speak MQTT answers.", "TLS works; the bytes after CONNECT are others.",
        {{{"mqtt.no_answer", "whether bytes came"}, {"tls.intercepted_trusted", "the certificate's issuer"}}},
        "The first bytes themselves."},
    {"amqp.not_amqp", "Something that does not speak AMQP 1.0 answers.",
        "TLS works; the bytes after the header are others.",
        {{{"amqp.no_answer", "whether bytes came"}, {"tls.intercepted_trusted", "the certificate's issuer"}}},
        "The first bytes themselves."},
    {"mqtt.no_answer",
        "TLS works, and MQTT is never answered: an inspector that knows only HTTP, or application "
        "control.",
        "CONNECT is sent and nothing comes back.",
        {{{"mqtt.app_reset", "silence, or a reset"},
            {"tls.intercepted_trusted", "the certificate: an inspector's holds what is not HTTP"},
            {"proxy.tunnel_stall", "whether the path goes by a proxy"}}},
        "The same host answers another protocol in the same run."},
    {"amqp.no_answer",
        "TLS works, and AMQP is never answered: an inspector that knows only HTTP, or application "
        "control.",
        "The AMQP header is sent and nothing comes back.",
        {{{"amqp.app_reset", "silence, or a reset"},
            {"tls.intercepted_trusted", "the certificate: an inspector's holds what is not HTTP"},
            {"proxy.tunnel_stall", "whether the path goes by a proxy"}}},
        "The same host answers another protocol in the same run."},
    {"mqtt.app_reset", "Application control recognises MQTT and resets it.", "TLS works; a reset follows CONNECT.",
        {{{"net.cut_after_data", "another protocol of as many bytes: it passes here"},
            {"mqtt.no_answer", "silence, or a reset"}}},
        "Another protocol at the same host passes; MQTT is reset each time."},
    {"amqp.app_reset", "Application control recognises AMQP and resets it.",
        "TLS works; a reset follows the AMQP header.",
        {{{"net.cut_after_data", "another protocol of as many bytes: it passes here"},
            {"amqp.no_answer", "silence, or a reset"}}},
        "Another protocol at the same host passes; AMQP is reset each time."},
    {"http.denied", "The request is answered 403 or 451: by the service's own network rules, or by a web filter.",
        "TLS works; the answer refuses.",
        {{{"proxy.connect_denied_host", "before or inside the tunnel"},
            {"ws.upgrade_denied", "whether an ordinary request is refused, too"}}},
        "Whose certificate and headers the answer has: the service's own marks, or a box's (Via, Server)."},
    {"http.no_answer", "TLS works, and the request gets no answer.", "The request is acknowledged, and nothing comes.",
        {{{"net.cut_after_data", "whether the request was acknowledged"}, {"net.mtu_blackhole", "smaller segments"},
            {"proxy.tunnel_stall", "whether the path goes by a proxy"}}},
        "Another host answers the same request; smaller segments do not help."},
    {"http.unexpected", "An answer comes, and it is not the service's.",
        "A status, a body or a redirect that the service does not send.",
        {{{"net.captive_portal", "other hosts: a portal answers for all of them"}, {"http.denied", "the status"},
            {"dns.sinkhole", "whose certificate it is"}}},
        "None in general: the answer shows that it is another's, not whose."},
};

} // namespace

std::span<const explanation> protocol() noexcept { return protocol_rows; }

} // namespace rules::explained
