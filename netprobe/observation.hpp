// SPDX-License-Identifier: MIT
//
// What the steps saw: plain values, no Asio and no OpenSSL behind them, so that rules can decide
// on them and a report can hold them. Text that came from a peer is kept in fields of its own,
// cut to a bounded length and stripped of control characters where it was read; it is never
// parsed again. Times are milliseconds; *_ms fields count from the start of the run or the step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "netprobe/failure.hpp"
#include "netprobe/variation.hpp"

namespace netprobe {

/// What every step records, whether it worked or not.
struct outcome {
    failure failed = failure::none;
    std::string code;      ///< the reporting layer's own word: "ECONNREFUSED", "NXDOMAIN", "alert 40"
    std::string detail;    ///< our own words for people; never parsed
    double started_ms = 0; ///< since the run began
    double elapsed_ms = 0;

    bool ok() const noexcept { return failed == failure::none; }
};

/// One ICMP message that the kernel queued on a socket (IP_RECVERR; facts/faults.md M1).
struct icmp_error {
    int version = 4; ///< 4: ICMP, 6: ICMPv6
    int type = 0;
    int code = 0;
    std::string offender; ///< the address of the box that sent it; empty where the kernel kept none

    bool operator==(const icmp_error&) const = default;
};

/// The part of TCP_INFO that tells a lost segment from an ignored one (facts/faults.md M5).
struct tcp_state {
    std::string state; ///< "SYN_SENT", "ESTABLISHED", …
    std::uint32_t total_retrans = 0;
    std::uint32_t unacked = 0;
    std::uint32_t backoff = 0;
    std::uint64_t bytes_acked = 0; ///< counts the SYN as one
    std::uint64_t bytes_received = 0;
    std::uint32_t data_segs_in = 0;
    std::uint32_t snd_mss = 0;
    std::uint32_t rcv_mss = 0;
    std::uint32_t advmss = 0;
    std::uint32_t pmtu = 0;
    double rtt_ms = 0;
};

/// What the kernel knew about a socket at the moment a step ended, taken before it was closed.
struct kernel_evidence {
    std::vector<icmp_error> icmp;
    std::optional<tcp_state> tcp;
    std::string local_peer{}; ///< "127.0.0.1:8080": a program of this device took the connection to somewhere else;
                              ///< read when a handshake ends (local_peer.hpp)
};

// ---- resolve

/// One record of an answer section, in the order received.
struct dns_record {
    std::string name;
    std::string type; ///< "A", "AAAA", "CNAME"; other types are not kept
    std::uint32_t ttl = 0;
    std::string data; ///< an address, or the alias's target
};

/// What one resolver said to one question (RFC 1035, 6891, 8914).
struct dns_answer : outcome {
    std::string resolver;      ///< "10.0.0.1:53" or "[fd00::1]:53"
    std::string local_address; ///< ours towards that resolver, where known; an ICMP offender equal to it is this device
    std::string name;          ///< as asked, without the trailing dot
    std::string type;          ///< "A" or "AAAA"
    std::optional<int> rcode;
    bool authoritative = false;        ///< AA
    bool truncated = false;            ///< the UDP answer had TC set
    bool recursion_available = false;  ///< RA
    bool edns = false;                 ///< the answer carried an OPT record
    std::optional<int> extended_error; ///< EDE info code
    std::string extended_error_text;   ///< the resolver's words
    std::string soa;                   ///< owner of the SOA in the authority section, or empty
    std::vector<dns_record> records;   ///< at most 64; the rest is counted below
    std::size_t records_left_out = 0;
    std::vector<dns_record>
        second_records;               ///< of another, different answer to the same question: one of them is forged
    bool over_tcp = false;            ///< these records came over TCP after a truncated answer
    std::optional<outcome> tcp_retry; ///< how the TCP attempt ended, where one was made
    int tries = 0;                    ///< datagrams sent
    int bad_replies = 0;              ///< datagrams received with a wrong id, another question, or damaged
    std::vector<icmp_error> icmp;     ///< what came back instead of an answer
};

/// What the device's own resolver library (getaddrinfo: hosts file, search list, nsswitch) said.
struct system_answer : outcome {
    std::vector<std::string> addresses;  ///< in the order the library prefers them (RFC 6724)
    std::string canonical;               ///< differs from the name where an alias or a search suffix applied
    std::vector<std::string> hosts_file; ///< addresses that the hosts file holds for this very name
};

/// Where the addresses that were tried came from.
enum class address_source { system, resolver, literal, pinned };

/// One name, asked of everybody. `failed` says whether it has an address to try.
struct resolve_observation : outcome {
    std::string name;
    address_source source = address_source::system;
    std::vector<std::string> addresses; ///< to try, best first, at most max_addresses
    std::size_t addresses_left_out = 0;
    std::vector<dns_answer> answers;     ///< one per resolver and type; a late one may arrive after the paths went on
    std::optional<system_answer> system; ///< absent where only named resolvers were to be asked
};

/// A name with more addresses than this is a peer's mistake or malice; the rest is counted.
inline constexpr std::size_t max_addresses = 16;

// ---- connect, tls

/// What the interfaces of this device counted while several SYNs one after the other were refused, all programs
/// together (interface_packets.hpp): those of a device's own rules come by the loopback interface, and never leave.
struct refused_in_a_row {
    int refused = 0;               ///< SYNs
    std::uint64_t looped = 0;      ///< packets that the loopback interface received
    std::uint64_t sent = 0;        ///< packets that all others sent
    std::uint64_t to_programs = 0; ///< those of them that a program of this device itself was given (tun, tap)
    bool counted_at_once = false;  ///< fewer were sent, and this device counts what it sends as soon as it is sent

    bool operator==(const refused_in_a_row&) const = default;
};

struct connect_observation : outcome {
    std::string address;
    std::uint16_t port = 0;
    std::string local_address;     ///< ours on this connection; an ICMP offender equal to it is this device
    std::optional<int> answer_ttl; ///< hops left in the answer to a SYN, where a control read it
    std::optional<refused_in_a_row> in_a_row{}; ///< where a control counted
    kernel_evidence kernel;
};

/// One certificate as presented; times RFC 3339, UTC.
struct certificate {
    std::string subject; ///< RFC 2253
    std::string issuer;
    std::string sha256; ///< of the DER, lower-case hex
    std::string not_before;
    std::string not_after;
    std::vector<std::string> names; ///< DNS names and addresses of the subjectAltName, at most 32
};

struct tls_observation : outcome {
    std::string server_name; ///< SNI sent; empty: none
    std::string version;     ///< "TLSv1.3"; empty until negotiated
    std::string cipher;
    std::string alpn;               ///< what the server chose
    std::vector<certificate> chain; ///< as presented, leaf first, at most 10
    std::size_t chain_left_out = 0;
    long verify_code = 0;      ///< X509_V_OK, or why the chain is not trusted by this device (RFC 5280 §6)
    std::string verify_text;   ///< OpenSSL's words for it
    bool name_matches = false; ///< the leaf names the host (RFC 6125), judged apart from the chain
    std::string root;          ///< subject of the root the verified chain ends in; empty: none
    std::string root_sha256;
    bool service_root = false; ///< the chain verifies up to one of the roots that genuine service chains end in
    bool names_service_root =
        false; ///< the last certificate presented says that such a root issued it; a claim, not a proof
    bool client_certificate_asked = false;
    std::optional<int> alert; ///< description of the alert that ended the handshake
    std::string first_bytes;  ///< first 16 bytes received, lower-case hex
    std::uint64_t bytes_sent = 0;
    std::uint64_t bytes_received = 0;
    kernel_evidence kernel;
};

// ---- application

/// Head and start of the body of an HTTP answer (RFC 9112). All of it is the peer's text.
struct http_answer {
    int status = 0;
    std::string reason;
    std::vector<std::pair<std::string, std::string>> headers; ///< names lower-case, at most 64
    std::string body;                                         ///< the first 4 kB, printable

    /// Value of the first header of that (lower-case) name; empty where there is none.
    std::string_view header(std::string_view name) const noexcept {
        for (const auto& [key, value] : headers)
            if (key == name) return value;
        return {};
    }
};

/// A connection left alone (facts/faults.md M15): `elapsed_ms` is how long it stood.
struct hold_observation : outcome {
    double idle_ms = 0; ///< how long it was to be left alone, or kept in use
    kernel_evidence kernel;
};

struct upgrade_observation : outcome {
    std::string subprotocol; ///< as the peer echoed it
    bool accept_matches = false;
    http_answer answer;
    kernel_evidence kernel;
};

/// The application's own first answer; several for a walk from request to request.
struct hello_observation : outcome {
    std::string protocol; ///< a row of netprobe::protocols()
    std::string asked;    ///< what was asked, for people: "CONNECT", "GET /v2/"
    std::string said;     ///< what the answer is, in our words: "CONNACK 5 (not authorized)"
    std::optional<http_answer> http;
    std::string first_bytes;               ///< first 16 bytes received, lower-case hex
    std::optional<double> clock_offset_ms; ///< peer's clock minus ours (HTTP Date: ±1 s; SNTP: ±RTT/2)
    kernel_evidence kernel;
};

// ---- through a proxy

/// What a SOCKS5 proxy said, as far as the conversation went (RFC 1928, 1929).
struct socks_answer {
    std::optional<int> method; ///< authentication it chose: 0 none, 2 password, 255 none of ours will do
    std::optional<int> login;  ///< its verdict on the password: 0 is yes
    std::optional<int> reply;  ///< REP: 0 succeeded, 2 not allowed by its rules, 5 refused, …
};

/// One request for a tunnel and the proxy's answer: CONNECT (RFC 9110 §9.3.6), or SOCKS5. Several where
/// credentials take more than one round. Texts of the proxy never hold the credentials: an echo becomes ***.
struct tunnel_observation : outcome {
    std::string asked;       ///< "CONNECT contoso.azure-devices.net:443", "SOCKS5 contoso.azure-devices.net:443"
    std::string credentials; ///< how they were sent: Basic, Digest, NTLM, Negotiate, password; empty: not at all
    std::vector<std::string> offered; ///< schemes of Proxy-Authenticate, in order, as IANA spells those it knows
    std::optional<http_answer> http;
    std::optional<socks_answer> socks;
    std::string first_bytes;       ///< first 16 bytes received, lower-case hex
    std::uint64_t early_bytes = 0; ///< that came together with the answer, from inside the tunnel
    kernel_evidence kernel;
};

/// The way of one path to and through a proxy.
struct proxy_observation {
    resolve_observation resolve;               ///< of the proxy's own name
    std::vector<connect_observation> connects; ///< one per address of the proxy
    std::optional<tls_observation> tls;        ///< with the proxy itself, where it is an https:// one
    std::vector<tunnel_observation> tunnel;

    /// The request for a tunnel that decided; null where it did not come to one.
    const tunnel_observation* last() const noexcept { return tunnel.empty() ? nullptr : &tunnel.back(); }
};

// ---- a path

/// What to try: one endpoint, port and protocol, one way out.
struct target {
    std::string id;      ///< "iot_hub/amqp/direct"
    std::string service; ///< "iot_hub"
    std::string host;    ///< empty where `after` tells it
    std::uint16_t port = 0;
    std::string protocol;       ///< name of a row of netprobe::protocols()
    std::string via = "direct"; ///< "direct" or "proxy"
    std::string resource;       ///< request target of the HTTP protocols, repository of a registry
    std::string after;          ///< id of the path whose answer names this one's host (a registry's layer host)
    bool service_roots = false; ///< genuine chains end in the cloud's own roots, not just in any public one
    std::string server_name;    ///< to ask for in TLS and to judge the certificate by; empty: the host
    bool may_redirect = false;  ///< an HTTP redirect is an honest answer here (aka.ms)
    double hold_ms = 0;         ///< leave the connection alone for so long between TLS and the first word
    variation as;               ///< of a control; a path of the plan goes the usual way
};

/// What one path saw, step by step; a step that was not reached is absent.
struct path_observation {
    target to;
    resolve_observation resolve; ///< name and answers are shared: full evidence is in run_observation::names
    std::vector<connect_observation> connects; ///< one per address
    std::optional<std::size_t> used;           ///< which of them, or of the proxy's, the rest of the path went over
    std::optional<proxy_observation> proxy;    ///< of a path that goes by one: `resolve` and `connects` are empty then
    std::optional<tls_observation> tls;
    std::optional<hold_observation> hold;
    std::optional<upgrade_observation> upgrade;
    std::vector<hello_observation> hellos;
    std::string next_host;          ///< where a registry sent us for its layers
    failure failed = failure::none; ///< of the path as a whole: that of its last step
    double elapsed_ms = 0;

    bool works() const noexcept { return failed == failure::none; }
};

/// Everything one run saw.
struct run_observation {
    std::string started; ///< RFC 3339, UTC
    double elapsed_ms = 0;
    bool interrupted = false;
    std::optional<std::uint64_t>
        local_drops;                    ///< segments that this device itself refused to send again (local_drops.hpp)
    std::vector<std::string> networks;  ///< that this device is itself in (own_networks.hpp)
    std::vector<std::string> resolvers; ///< of the device, or as given
    std::vector<std::string> search;    ///< search suffixes of the device
    std::vector<resolve_observation> names;
    std::vector<path_observation> paths;
};

} // namespace netprobe
