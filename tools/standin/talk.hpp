// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "netprobe/stream.hpp"

namespace standin {

/// What a server has to say after some bytes of a client.
struct said {
    netprobe::bytes answer; ///< to send; empty: nothing yet
    bool close = false;     ///< end the connection after that
    std::string note;       ///< for the log, our own words: "CONNACK 5 (not authorized)"
};

} // namespace standin
