// SPDX-License-Identifier: MIT
//
// What the layers of the diagnosis share: the facts read once, and the list of suspicions that the
// layers add to, in the order host, dns, tcp, tls, protocol. A path that a layer has explained is
// closed to the layers after it: that is how the root comes first.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/needs.hpp"
#include "rules/report.hpp"

namespace rules::diagnosis {

/// What one layer concludes, before equal conclusions are merged into a finding.
struct suspicion {
    std::string cause;                       ///< a row of causes()
    std::vector<std::size_t> breaks;         ///< indices of the paths whose failure it explains
    std::vector<std::size_t> touches;        ///< indices of working paths it concerns
    std::vector<std::string> keys;           ///< suspicions of one cause that share a key are one finding
    std::optional<rules::severity> severity; ///< fixed; else it follows from the needs of what it breaks
    bool proved = false;
    std::vector<std::string> evidence;
    std::string control;
    std::string box;
    std::string where;                                        ///< instead of the row's
    std::string who;                                          ///< instead of the row's
    std::string advice;                                       ///< instead of the row's, placeholders as there
    std::string openings;                                     ///< instead of the ports and hosts of its paths
    std::set<std::string> hosts, ports, addresses, resolvers; ///< fill the advice's placeholders
};

class inquiry {
public:
    /// Reads the facts of a report; it must outlive the inquiry.
    explicit inquiry(const report& of);

    const report& of;
    std::vector<suspicion> found;
    std::set<std::string> own_addresses; ///< of this device, as seen on its sockets

    const path_result& path(std::size_t index) const { return of.paths[index]; }
    /// The path's id, as the report's findings name it.
    const std::string& id(std::size_t index) const;
    std::size_t size() const noexcept { return of.paths.size(); }

    /// The path does not work, for a reason that the layers so far have not found.
    bool open(std::size_t index) const { return broken_[index] && !explained_[index]; }
    /// The measured steps all succeeded, with a certificate that this device trusts; the first time, or alone.
    bool works(std::size_t index) const { return works_[index]; }
    /// The device's own lookup fails although some resolver knows the name: no program there gets through.
    void break_path(std::size_t index);

    /// Adds a suspicion; what it breaks is explained from now on.
    void suspect(suspicion what);

    /// It failed, and was tried once more, alone, and works: packets were lost, or we were too many at once.
    bool passes_alone(const path_result& p) const;
    /// The same of a path by the proxy, which lets fewer through at a time than we are.
    bool passes_proxy_alone(const path_result& p) const;

    /// Another path gives the site what this one would: it is of the same group, and works.
    bool replaced(std::size_t index) const;
    /// A direct path where a proxy is in use, and what it gives could come by the proxy.
    bool beside_proxy(std::size_t index) const;

    /// The site's way out is by a PAC file, which tells of no proxy because its server has none or it cannot be run,
    /// and the direct way to the hub is shut, as it is where one has to go by a proxy. Asked after the layers of the
    /// device and of names, whose findings would be another root.
    bool lacks_proxy_of_pac() const;

    /// The full evidence of a path's name, or of its proxy's: run.names where it is there, else the path's own.
    const netprobe::resolve_observation& name_of(std::size_t index) const;
    /// The address is in the network of this own address, so that packets go to it by no router. Of a network whose
    /// prefix is not known: the usual /24, IPv6's /64.
    bool on_link(std::string_view own, std::string_view address) const;
    /// An ICMP offender that is this device itself.
    bool is_own(std::string_view address) const;

    /// Some connection to this address and port, or to any other address, or to another port of it, was answered.
    bool answered(std::string_view address, int port) const;
    bool takes_connections(std::string_view address) const; ///< at whichever port
    bool answered_elsewhere(std::string_view address) const;
    bool served_at(std::string_view address) const; ///< a service proved itself there: it is no sinkhole
    bool answered_other_port(std::string_view address, int port) const;

    /// A suspicion about one path, its host and port filled in.
    suspicion about(std::string_view cause, std::size_t index) const;

private:
    bool second_try_works(const path_result& p) const;

    std::vector<bool> works_, broken_, explained_;
    std::vector<site_need> needs_;
    std::vector<std::size_t> need_of_; ///< each path's place in needs_
};

/// The path goes by a proxy: its names, connections and sockets are the proxy's (by_proxy.hpp).
bool by_proxy(const netprobe::path_observation& seen);

/// The certificate is not one that this device can accept for this name. False where none was seen.
bool untrusted(const netprobe::path_observation& seen);

/// The connection to the target that the path went over, or nothing: by a proxy there is none.
const netprobe::connect_observation* connection(const netprobe::path_observation& seen);

/// The connection came about only after a SYN had been repeated, and not because one round trip takes longer than that.
bool lost_a_syn(const report& of, const netprobe::connect_observation& seen);

/// The middle of the round trips of all connections, milliseconds; 0 where there was none.
double middle_round_trip(const report& of);

/// A service on the Internet whose name and port are known to be served: not the user's own registry, endpoint or
/// parent.
bool public_service(const netprobe::target& to);

/// "12 ms", "5.0 s", "730 days".
std::string duration(double ms);

// The layers, in the order in which they must run.
void diagnose_host(inquiry& into);
void diagnose_clock(inquiry& into);
void diagnose_dns(inquiry& into);
void diagnose_wrong_address(inquiry& into);
void diagnose_resolvers(inquiry& into);
void diagnose_proxy(inquiry& into);
void diagnose_pac(inquiry& into);
void diagnose_held_up(inquiry& into);
void diagnose_tcp(inquiry& into);
void diagnose_addresses(inquiry& into);
void diagnose_trust(inquiry& into);
void diagnose_inside_tunnel(inquiry& into);
void diagnose_handshake(inquiry& into);
void diagnose_protocol(inquiry& into);
void diagnose_proxy_settings(inquiry& into);
void diagnose_quality(inquiry& into);
void diagnose_slow_port(inquiry& into);
void diagnose_slow_link(inquiry& into);
void diagnose_idle(inquiry& into);
void diagnose_proxy_quality(inquiry& into);

/// Merges suspicions of one cause that share a key, gives each finding its severity, and sorts:
/// worst first, then the layer that explains others first.
std::vector<finding> merge(const inquiry& from);

} // namespace rules::diagnosis
