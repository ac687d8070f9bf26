// SPDX-License-Identifier: MIT
#include "netprobe/local_drops.hpp"

#include <charconv>
#include <fstream>
#include <sstream>
#include <string>

namespace netprobe {

std::optional<std::uint64_t> failed_retransmissions() {
    std::ifstream file("/proc/net/netstat");
    std::ostringstream text;
    text << file.rdbuf();
    return failed_retransmissions_in(text.str());
}

std::optional<std::uint64_t> failed_retransmissions_in(std::string_view netstat) {
    // Two lines a group, names and numbers, each after the group's word (proc_pid_net(5)).
    std::istringstream lines{std::string(netstat)};
    std::string names, numbers;
    while (std::getline(lines, names) && std::getline(lines, numbers)) {
        std::istringstream name_of(names), number_of(numbers);
        std::string name, number;
        while (name_of >> name && number_of >> number) {
            if (name != "TCPRetransFail") continue;
            std::uint64_t value = 0;
            const auto end = number.data() + number.size();
            const auto [at, ec] = std::from_chars(number.data(), end, value);
            return ec == std::errc() && at == end ? std::optional(value) : std::nullopt;
        }
    }
    return std::nullopt;
}

} // namespace netprobe
