// SPDX-License-Identifier: MIT
//
// Linux: sockets with names that are in no folder.
#pragma once

#include <string>
#include <string_view>

#include <sys/socket.h>

namespace proxy {

/// A connection inside this process, for a library that insists on making one: it connects, we accept.
class inner_socket {
public:
    inner_socket() = default;
    ~inner_socket() { close(); }
    inner_socket(const inner_socket&) = delete;
    inner_socket& operator=(const inner_socket&) = delete;

    /// A new socket for the library, to be connected to the address put into `to`, which fits a sockaddr; what was
    /// before is closed. -1 where the system has none to give.
    int offer(sockaddr_storage& to, socklen_t& size);

    /// Accepts what was offered, if it has been connected. Others of this machine can connect too, so whoever is not
    /// this process is left out.
    bool accept();

    /// What has arrived; appended to `text`.
    void receive(std::string& text);

    /// False where it does not take all at once.
    bool send(std::string_view text);

private:
    void close();
    int listener_ = -1, ours_ = -1;
};

} // namespace proxy
