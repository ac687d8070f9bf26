// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

namespace netprobe {

/// What a failure means, whichever layer reported it. The words of to_string() are the ones in
/// reports; rules decide on these and never on a layer's own code or text.
enum class failure {
    none = 0,
    timed_out,         ///< the step's limit passed without an answer
    refused,           ///< ECONNREFUSED: by a RST, or by an ICMP port unreachable (see the ICMP queue)
    reset,             ///< ECONNRESET or EPIPE
    closed,            ///< the peer closed in an orderly way, too early
    net_unreachable,   ///< ENETUNREACH
    host_unreachable,  ///< EHOSTUNREACH
    not_permitted,     ///< EACCES or EPERM: our own firewall, or ICMPv6 administratively prohibited
    no_local_port,     ///< EADDRNOTAVAIL
    no_descriptor,     ///< EMFILE, ENFILE, ENOBUFS, ENOMEM
    name_not_found,    ///< DNS: NXDOMAIN
    no_address,        ///< DNS: the name exists and has no address
    dns_error,         ///< DNS: another rcode than NOERROR and NXDOMAIN; see dns_answer::rcode
    bad_reply,         ///< DNS: replies came, none of them usable
    not_tls,           ///< TLS: the peer's bytes are not TLS
    tls_alert,         ///< TLS: the peer sent a fatal alert; see tls_observation::alert
    tls_error,         ///< TLS: the handshake failed on our side
    protocol_mismatch, ///< bytes arrived that are not of the expected protocol
    denied,            ///< the protocol answered, and the answer is a refusal by something that is not the service
    too_much,          ///< the peer went on sending past what any honest answer needs
    not_tried,         ///< an earlier step or path that this one needs has failed
    interrupted,       ///< the run ended (Ctrl-C, --deadline) before this step could
    unknown
};

/// The word of a report: "timed_out", "refused", …
std::string_view to_string(failure f) noexcept;

/// The failure a report's word stands for; nothing for a word that is not one.
std::optional<failure> failure_from(std::string_view word) noexcept;

} // namespace netprobe
