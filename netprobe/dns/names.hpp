// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <asio/awaitable.hpp>

#include "netprobe/dns/resolv_conf.hpp"
#include "netprobe/dns/system.hpp"
#include "netprobe/local_end.hpp"
#include "netprobe/observation.hpp"
#include "netprobe/time_budget.hpp"

namespace netprobe::dns {

/// Whom to ask, and for what.
struct names_config {
    std::vector<resolver> resolvers; ///< each is asked on its own
    bool ask_system = true;          ///< the device's library as well; false where named resolvers are to decide
    std::string hosts_file;          ///< text of /etc/hosts, for system_answer::hosts_file
    std::vector<std::string> search; ///< suffixes that resolvers are asked with for a name without a dot
    bool want_ipv4 = true, want_ipv6 = true;
    std::map<std::string, std::vector<std::string>> pinned; ///< host (lower case) → its addresses, no lookups
    std::vector<std::string>
        everything_at;       ///< not empty: every host that is no literal nor pinned is at these addresses
    local_end local;         ///< of our questions; not of the library's
    std::size_t width = 16;  ///< questions under way at one resolver; twice that, lookups by the library
    milliseconds grace{250}; ///< how long the rest of the answers may hold up a path
    library_lookup library = ask_library;
};

/// The names of one run: each host is looked up once, however many paths need it. All resolvers are
/// asked for A and AAAA, and the system's library beside them, at once.
///
/// A question that stays unanswered gives its place among `width` to the next after 250 ms: enough
/// not to flood a small server (a burst of 200 loses half of it), and a dead resolver holds nobody up.
///
/// Call finish() before the budget ends: lookups that paths did not wait for are still under way.
class names {
public:
    names(time_budget& budget, names_config config);
    ~names();
    names(const names&) = delete;
    names& operator=(const names&) = delete;

    /// The addresses of a host, and what has been said about it by now. Returns when everything has
    /// been answered, or `grace` after the first usable address, or when the limits have passed.
    ///
    /// addresses: the system's answer in its order, where it has come; then those that only
    /// resolvers gave, in the order of the resolvers, A before AAAA; unique; of the wanted families.
    /// failed: none if there is an address; else the most telling of the resolvers' failures, and of
    /// the system's too where no resolver has answered: name_not_found, no_address, dns_error,
    /// refused, not_permitted, unreachable, bad_reply, timed_out, in this order.
    asio::awaitable<resolve_observation> resolve(std::string host);

    /// One host with all answers, asked for anew and not kept: for long lists. Otherwise as resolve().
    asio::awaitable<resolve_observation> everything(std::string host);

    /// All hosts in the order of their first use, with all answers; waits for what is under way,
    /// which the limits bound. `addresses`, `failed` and times stay what resolve() returned.
    asio::awaitable<std::vector<resolve_observation>> finish();

private:
    struct shared;
    std::shared_ptr<shared> shared_;
};

} // namespace netprobe::dns
