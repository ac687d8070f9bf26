// SPDX-License-Identifier: MIT
//
// A place where firewall rules can be loaded and shot at without touching this machine: a child process in network
// namespaces of its own, as root or, in a user namespace, as anybody (facts/rules.md §3.1).
#pragma once

#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace rules::proof {

/// The machine does not allow what a proof needs, or a program for it is missing: one line with the remedy. Nothing is
/// said about the rules.
struct cannot_prove : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The real loader refused the rules; its own words.
struct refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Runs `body` in a child process in a network namespace of its own, with lo up, and returns the text that it returned.
/// `folder` is an empty private folder that is gone afterwards. A child that takes longer than `limit` is killed with
/// all its children. SIGINT, SIGTERM and SIGHUP end it in the same way, with its folder, before they end this process
/// (or, where it handles them, come as cannot_prove). What body throws comes back as the same of cannot_prove, refused
/// and std::invalid_argument, else as std::runtime_error. Pre: one thread.
std::string in_sandbox(
    const std::function<std::string(const std::string& folder)>& body, std::chrono::milliseconds limit);

/// Writes a setting of the present network namespace: set_kernel("net/ipv4/ip_forward", "1"). False: the machine does
/// not allow it (a container with a read-only /proc/sys), or the kernel has no such setting.
bool set_kernel(std::string_view setting, std::string_view value) noexcept;

} // namespace rules::proof
