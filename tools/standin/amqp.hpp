// SPDX-License-Identifier: MIT
#pragma once

#include "tools/standin/talk.hpp"

namespace standin {

/// AMQP 1.0 as the hub speaks it until a credential would be needed (OASIS AMQP 1.0 part 2 and
/// §5.3): header id 3 → echo and sasl-mechanisms; sasl-init → sasl-outcome; header id 0 → echo,
/// after SASL with the hub's open; open → open; close → close; begin → close, unauthorized.
class amqp_session {
public:
    /// The next bytes of the client, in pieces of any size.
    said receive(netprobe::bytes_view more);

private:
    enum class stage { start, sasl, sasl_done, open };
    bool step(said& out); ///< false: needs more bytes, or has ended
    void header(said& out);
    void frame(said& out, netprobe::bytes_view body, bool sasl);
    void sasl_init(said& out, netprobe::bytes_view arguments);
    stage stage_ = stage::start;
    bool opened_ = false; ///< our open is sent
    netprobe::bytes held_;
};

} // namespace standin
