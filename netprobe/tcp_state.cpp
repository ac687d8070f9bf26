// SPDX-License-Identifier: MIT
//
// Linux only. A file of its own because the kernel's struct tcp_info, which is longer than the C
// library's, cannot be included beside <netinet/tcp.h>, which Asio includes.
#include "netprobe/tcp_state.hpp"

#include <array>

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace netprobe {
namespace {

// In the order of the kernel's TCP_ESTABLISHED = 1 and following (include/net/tcp_states.h).
constexpr std::array state_names{"", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT",
    "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING", "NEW_SYN_RECV"};

} // namespace

std::optional<tcp_state> read_tcp_state(int socket) {
    tcp_info info{};
    socklen_t length = sizeof info;
    if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &length) < 0) return std::nullopt;
    tcp_state seen;
    if (info.tcpi_state < state_names.size()) seen.state = state_names[info.tcpi_state];
    seen.total_retrans = info.tcpi_total_retrans;
    seen.unacked = info.tcpi_unacked;
    seen.backoff = info.tcpi_backoff;
    seen.bytes_acked = info.tcpi_bytes_acked;
    seen.bytes_received = info.tcpi_bytes_received;
    seen.data_segs_in = info.tcpi_data_segs_in;
    seen.snd_mss = info.tcpi_snd_mss;
    seen.rcv_mss = info.tcpi_rcv_mss;
    seen.advmss = info.tcpi_advmss;
    seen.pmtu = info.tcpi_pmtu;
    seen.rtt_ms = info.tcpi_rtt / 1000.0;
    return seen;
}

} // namespace netprobe
