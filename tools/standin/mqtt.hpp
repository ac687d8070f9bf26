// SPDX-License-Identifier: MIT
#pragma once

#include "tools/standin/talk.hpp"

namespace standin {

/// MQTT 3.1.1 as the hub speaks it to somebody it does not know: CONNECT → CONNACK 5 and the end;
/// anything else → the end without an answer (OASIS MQTT 3.1.1 §3.1, §3.2).
class mqtt_session {
public:
    /// The next bytes of the client, in pieces of any size.
    said receive(netprobe::bytes_view more);

private:
    netprobe::bytes held_;
};

} // namespace standin
