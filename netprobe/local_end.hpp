// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <system_error>

#include <asio/ip/address.hpp>

namespace netprobe {

/// Where our own end of every connection is to be.
struct local_end {
    std::string source;    ///< an address of this device, or empty
    std::string interface; ///< a network interface's name, or empty
};

/// Ties an open, unconnected socket to that end. EAFNOSUPPORT where the source is of another family than the
/// peer: nothing of that family may leave from there.
std::error_code bind_local(int socket, const asio::ip::address& peer, const local_end& local);

/// Our own address towards a peer as routing would choose it now, or empty; sends nothing.
std::string source_towards(const asio::ip::address& peer, const local_end& local);

} // namespace netprobe
