// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <asio/io_context.hpp>

#include "netprobe/wire.hpp"
#include "proxy/address.hpp"
#include "rules/catalog.hpp"
#include "tools/options.hpp"

namespace tools {

/// Everything a probing tool needs to touch the network, made from its options: the loop, the time budget,
/// the device's resolvers and trust. Ends early on SIGINT and SIGTERM.
class network {
public:
    /// `by` is the proxy to go by besides, if any. Throws usage_error (bad option, unreadable file).
    network(const network_options& from, const rules::catalog& catalog, const std::optional<proxy::address>& by = {});
    ~network();
    network(const network&) = delete;
    network& operator=(const network&) = delete;

    asio::io_context& loop();
    const netprobe::wire& wire() const;
    netprobe::time_budget& budget();

    /// How many paths may be tried at once: as many as wanted, where this process may open so many files.
    std::size_t width(std::size_t wanted) const;

    const std::vector<std::string>& resolvers() const; ///< for the report
    const std::vector<std::string>& search() const;
    const std::vector<std::string>& remarks() const; ///< about the device's DNS settings, for people

    /// False where a stand-in answers, or resolvers on this machine were named: then no packet is to go anywhere else.
    bool on_the_internet() const;

    /// Runs one coroutine to its end on the loop; what it throws is thrown here.
    void run(asio::awaitable<void> task);

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

} // namespace tools
