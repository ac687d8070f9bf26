// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/proof/descriptor.hpp"

namespace rules::proof {

/// A program that ran to its end.
struct finished {
    int status = 0; ///< exit status; 128 + signal where one ended it
    std::string out, errors;
};

/// In PATH, /usr/sbin or /sbin, which an ordinary user's PATH leaves out. Throws cannot_prove that names the Debian
/// package. `name` may hold a slash: then it is the place.
std::string program_path(const std::string& name);
bool installed(const std::string& name) noexcept;

/// A loader that takes longer hangs: the largest rules take seconds.
inline constexpr std::chrono::seconds loader_limit{60};

/// Runs command[0] (looked for by program_path()) without a shell, `input` on its standard input. One that takes longer
/// than `limit` is killed: cannot_prove.
finished run(const std::vector<std::string>& command, std::string_view input = {},
    std::chrono::milliseconds limit = loader_limit);

/// The same; throws `refused` with the program's own words where it fails. `what` names what it was given.
std::string run_well(const std::vector<std::string>& command, const std::string& what, std::string_view input = {});

/// A program that keeps running; what it prints is kept, and can be read.
class running {
public:
    explicit running(const std::vector<std::string>& command);
    running(const running&) = delete;
    running& operator=(const running&) = delete;
    ~running(); ///< ends it

    /// What it printed since the last time, until it is silent for `quiet`, or that is `enough`.
    std::string read(std::chrono::milliseconds quiet, const std::function<bool(const std::string&)>& enough = {});
    bool ended() noexcept;

private:
    int process_ = -1;
    descriptor output_;
    std::size_t read_ = 0; ///< of the output, so far
};

/// One line, without control characters: what a program printed, for our own line.
std::string in_one_line(std::string_view text);

} // namespace rules::proof
