// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "proxy/address.hpp"
#include "proxy/curl_library.hpp"

namespace proxy {

/// What libcurl does next in a conversation with a proxy.
struct curl_turn {
    bool asks = false;           ///< it sends a CONNECT; false: it has given up
    bool new_connection = false; ///< and wants a new connection for it
    std::string target;          ///< whom it asks for, "contoso.azure-devices.net:443"
    std::string authorization;   ///< "NTLM TlRMTVNTUAAB…"; empty: it goes without
    std::string remark;          ///< why it goes without or gives up, in the words of libcurl and its GSS-API
};

/// libcurl's side of a CONNECT with Digest, NTLM or Negotiate: the 407 goes in, what to answer comes out. libcurl never
/// touches the network: it talks to a socket inside this process, while connection, request, limits and evidence are
/// ours, and no byte of a proxy reaches it but the challenges we hand on. One for each tunnel, so nothing of one shows
/// in another.
class curl_dialogue {
public:
    /// A tunnel to `host` and `port` by `by`, whose login may be absent (Negotiate, from a ticket). `scheme` is one
    /// that `with` knows(). `with` must outlive this.
    curl_dialogue(const curl_library& with, const address& by, const std::string& scheme, const std::string& host,
        std::uint16_t port);
    ~curl_dialogue();
    curl_dialogue(const curl_dialogue&) = delete;
    curl_dialogue& operator=(const curl_dialogue&) = delete;

    /// How it begins. Blocks in "Negotiate", where GSS-API may ask a KDC. From any thread, but one at a time.
    curl_turn begin();

    /// How it goes on after a 407 with these values of Proxy-Authenticate. `closed`: and the connection is at its end.
    curl_turn answer(const std::vector<std::string>& challenges, bool closed);

private:
    class state;
    std::unique_ptr<state> state_;
};

} // namespace proxy
