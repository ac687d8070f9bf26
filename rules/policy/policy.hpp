// SPDX-License-Identifier: MIT
//
// What a site's firewall has to let out: the one value from which every format and the change request are written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/catalog.hpp"
#include "rules/ip/set.hpp"

namespace rules {

enum class transport : std::uint8_t { tcp, udp };
std::string_view to_string(transport t) noexcept; ///< "tcp", "udp"

/// What happens to everything that no flow names.
enum class stance : std::uint8_t {
    default_deny, ///< it is refused: these rules decide alone
    allow_only    ///< these rules only add to what the site's policy lets out already
};
std::string_view to_string(stance s) noexcept; ///< "default-deny", "allow-only"

/// Where the rules stand.
enum class hook : std::uint8_t {
    host,   ///< on the device: what it sends (OUTPUT)
    gateway ///< on a router in front of it: what passes through (FORWARD)
};
std::string_view to_string(hook h) noexcept; ///< "host", "gateway"

/// How a flow came to its addresses: the ladder of facts/rules.md §2.20.
enum class rung : std::uint8_t {
    given,     ///< the site's own address, or given as an address
    resolved,  ///< what the name resolved to when asked
    tag,       ///< all ranges that Azure publishes for the service
    names_only ///< no addresses are known: only a target that holds names can express it
};
std::string_view to_string(rung r) noexcept; ///< "given", "resolved", "service-tag", "names-only"

/// One thing that may leave: to any of its names or addresses, over any of its transports, to any of its ports.
struct flow {
    std::string id;                   ///< unique, [a-z0-9-], at most 24: "iot-hub", "acr-data-2"
    std::vector<transport> over;      ///< sorted, at least one
    std::vector<std::uint16_t> ports; ///< sorted, at least one
    std::vector<std::string> names;   ///< sorted, lower case; "*.x" is any number of labels before x, and not x itself
    ip_set addresses; ///< what a target without names allows instead of `names`; empty with rung::names_only
    rung how = rung::names_only;
    std::vector<std::string>
        tags; ///< Azure's service tags, by region where known ("Storage.WestEurope"); as prefixes, what they lack
    rules::need need = need::required;
    std::string why;                   ///< from the catalog row, one line: "IoT Hub: identity of modules, …"
    std::string source;                ///< document that says so
    std::vector<std::string> evidence; ///< "contoso.azure-devices.net had 203.0.113.10 at 2026-11-27T…Z (10.0.0.53:53)"
};

/// A policy. Every text in it is of the alphabet that all formats can hold (checked_text()), names are host names
/// (rules/host_name.hpp), so that no format has to escape or to cut (facts/rules.md §2.0).
struct policy {
    std::string id; ///< first 12 hex digits of the SHA-256 of canonical_text(); set by who has a hash at hand
    std::string owner, reason;
    std::string expires; ///< RFC 3339 date, or empty: never
    rules::stance stance = stance::default_deny;
    rules::hook hook = hook::host;
    ip_set devices;                          ///< gateway: who may send; empty: anybody
    std::string in_interface, out_interface; ///< gateway: empty: any
    std::vector<flow> flows;                 ///< in the order of the catalog
    std::vector<std::string> remarks; ///< what its reader must know: rungs used and their price, what could not be had
};

/// The text that the hash is made of: everything that the rules depend on, and nothing else (no evidence, no remarks:
/// the same rules found on another day have the same hash).
std::string canonical_text(const policy& of);

/// Refuses with std::invalid_argument what no format could hold: more than 100 characters, or any outside
/// [A-Za-z0-9 ._:/=+@,()-]. `what` names the thing ("--owner"). Blanks at its ends go, several become one: not every
/// format keeps them, and the policy's id is made of the text.
std::string checked_text(std::string_view what, std::string_view given);

/// Refuses with std::invalid_argument what is neither empty nor the RFC 3339 date of a day that there is.
std::string checked_date(std::string_view what, std::string_view given);

/// Refuses with std::invalid_argument what no system calls an interface or zone; empty is any.
std::string checked_interface(std::string_view what, std::string_view given);

/// Our own words and the catalog's, made fit for every format: quotes go, what else is not in that alphabet becomes a
/// blank, and what is longer than 100 characters ends before a word, with "...".
std::string plain_text(std::string_view text);

/// The same for remarks, which only comments and documents hold: quotes and stars stay ("*.azurecr.io", "the site's"),
/// and nothing is cut.
std::string comment_text(std::string_view text);
/// For evidence, which only documents hold: comment_text() of at most 100 characters.
std::string evidence_text(std::string_view text);

/// Refuses with std::invalid_argument a policy that no exporter may be given: ids, ports, names or texts that are not
/// as described above, flows without name and address. One line that names the flow and the remedy.
void check(const policy& of);

} // namespace rules
