// SPDX-License-Identifier: MIT
//
// delay_queue QUEUE MILLISECONDS [JITTER]: holds every packet of a netfilter queue for so long and lets it go in order;
// with JITTER up to so many milliseconds more, each by chance, so that some overtake others. A delay line for machines
// without netem: `nft … queue num QUEUE` sends the packets here.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <vector>

#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/types.h>
#include <poll.h>
#include <sys/socket.h>

extern "C" {
#include <libnetfilter_queue/libnetfilter_queue.h>
}

namespace {

using clock_type = std::chrono::steady_clock;

struct line {
    std::chrono::microseconds delay{};
    std::uniform_int_distribution<long> jitter{0, 0}; ///< microseconds
    std::minstd_rand chance{1};                       ///< the same in every run
    /// Ids by the time of release; of equal ones, the first to come is the first.
    std::multimap<clock_type::time_point, std::uint32_t> packets;
};

std::chrono::microseconds from_milliseconds(const char* text) {
    return std::chrono::microseconds(static_cast<long>(std::atof(text) * 1000));
}

int on_packet(nfq_q_handle*, nfgenmsg*, nfq_data* packet, void* self) {
    auto& delayed = *static_cast<line*>(self);
    const auto until = clock_type::now() + delayed.delay + std::chrono::microseconds(delayed.jitter(delayed.chance));
    delayed.packets.emplace(until, ntohl(nfq_get_msg_packet_hdr(packet)->packet_id));
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3 && argc != 4) {
        std::fputs("usage: delay_queue QUEUE MILLISECONDS [JITTER]\n", stderr);
        return 2;
    }
    line delayed;
    delayed.delay = from_milliseconds(argv[2]);
    if (argc == 4) delayed.jitter = std::uniform_int_distribution<long>(0, from_milliseconds(argv[3]).count());
    nfq_handle* handle = nfq_open();
    nfq_q_handle* queue =
        handle ? nfq_create_queue(handle, static_cast<std::uint16_t>(std::atoi(argv[1])), &on_packet, &delayed)
               : nullptr;
    if (!queue) {
        std::perror("delay_queue: cannot bind the netfilter queue");
        return 2;
    }
    constexpr std::uint32_t longest = 65536;
    nfq_set_mode(queue, NFQNL_COPY_META, 0);
    nfq_set_queue_maxlen(queue, longest);
    int large = 8 << 20; // a burst must not overflow the netlink socket
    ::setsockopt(nfq_fd(handle), SOL_SOCKET, SO_RCVBUFFORCE, &large, sizeof large);
    std::vector<char> buffer(1 << 16);
    for (;;) {
        timespec wait{}, *until = nullptr;
        if (!delayed.packets.empty()) {
            const auto left =
                std::max(clock_type::duration::zero(), delayed.packets.begin()->first - clock_type::now());
            const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
            wait.tv_sec = seconds.count();
            wait.tv_nsec = std::chrono::nanoseconds(left - seconds).count();
            until = &wait;
        }
        pollfd readable{nfq_fd(handle), POLLIN, 0};
        if (::ppoll(&readable, 1, until, nullptr) > 0) {
            const auto size = ::recv(readable.fd, buffer.data(), buffer.size(), 0);
            if (size < 0 && errno != ENOBUFS && errno != EINTR) return 1;
            if (size > 0) nfq_handle_packet(handle, buffer.data(), static_cast<int>(size));
        }
        for (const auto now = clock_type::now(); !delayed.packets.empty() && delayed.packets.begin()->first <= now;) {
            nfq_set_verdict(queue, delayed.packets.begin()->second, NF_ACCEPT, 0, nullptr);
            delayed.packets.erase(delayed.packets.begin());
        }
    }
}
