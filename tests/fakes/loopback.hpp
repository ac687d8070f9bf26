// SPDX-License-Identifier: MIT
#pragma once

#include <asio/io_context.hpp>

#include "netprobe/probe.hpp"
#include "netprobe/wire.hpp"
#include "tests/fakes/certificates.hpp"

namespace fakes {

/// The one root that tests trust.
inline const authority& test_root() {
    static const authority root("Egress test root");
    return root;
}

/// A run in which every standard port is `port` on this machine, whose names are all pinned to loopback, and which
/// trusts test_root() alone, as the service's root too. No resolver is asked.
struct loopback {
    using names_t = std::map<std::string, std::vector<std::string>>;
    explicit loopback(std::uint16_t port, netprobe::milliseconds limit = netprobe::milliseconds(250),
        netprobe::milliseconds deadline = netprobe::milliseconds(5000), std::size_t at_once = 16)
        : budget(io.get_executor(), limit, deadline), names(budget, pinned()), roots(sources()),
          gate(budget, at_once), on{budget, names, roots, gate, {{443, port}, {5671, port}, {8883, port}, {123, port}},
                                     {}} {}

    static netprobe::dns::names_config pinned() {
        netprobe::dns::names_config config;
        config.ask_system = false;
        for (const auto* host : {"hub.test", "layers.test", "auth.test"}) config.pinned[host] = {"127.0.0.1"};
        return config;
    }
    static netprobe::trust::sources sources() {
        netprobe::trust::sources from;
        from.ca_file = test_root().file();
        from.service_roots = {sha256(test_root().root())};
        from.service_root_names = {"Egress test root"};
        return from;
    }

    asio::io_context io;
    netprobe::time_budget budget;
    netprobe::dns::names names;
    netprobe::trust roots;
    netprobe::connect_gate gate;
    netprobe::wire on;
};

/// A target at hub.test.
inline netprobe::target to_hub(const std::string& protocol, std::uint16_t port = 443) {
    netprobe::target to;
    to.id = "iot_hub/" + protocol + "/direct";
    to.service = "iot_hub";
    to.host = "hub.test";
    to.port = port;
    to.protocol = protocol;
    return to;
}

} // namespace fakes
