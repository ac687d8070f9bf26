// SPDX-License-Identifier: MIT
//
// Controls of what goes directly, as they are collected: each once for a service and place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/controls.hpp"

namespace rules::direct {

/// Where a control goes: an address and port, under the name of the path that it is about.
struct place {
    std::string host, address;
    int port = 0;

    bool operator==(const place& other) const { return address == other.address && port == other.port; }
};

/// What is to be asked, in the order in which it was added.
class direct_list {
public:
    /// Once for each service and place: null where it is there already. Valid until the next is added.
    netprobe::target* add(const std::string& service, const place& at, std::string_view protocol, std::string purpose,
        netprobe::variation as = {});
    /// The whole path once more, alone; `rest_ms` after what went before it.
    void again(const path_result& p, double rest_ms = 0);
    /// The whole path at another address of its name.
    void at_another_address(const path_result& p, const std::string& address);

    /// All of them, once.
    std::vector<planned_path> take() && { return std::move(all_); }

private:
    std::vector<planned_path> all_;
};

} // namespace rules::direct
