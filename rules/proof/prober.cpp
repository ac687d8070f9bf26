// SPDX-License-Identifier: MIT
#include "rules/proof/prober.hpp"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/proof/sandbox.hpp"
#include "rules/proof/wire_form.hpp"

namespace rules::proof {
namespace {

[[noreturn]] void fail(const std::string& what) {
    const int error = errno;
    if (error == EPERM || error == EACCES)
        throw cannot_prove(
            fmt::format("{}: {}; the proof needs CAP_NET_RAW in its own namespace", what, std::strerror(error)));
    throw std::runtime_error(fmt::format("{}: {}", what, std::strerror(error)));
}

descriptor raw_socket(int family, const std::string& interface) {
    descriptor out(::socket(family, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW));
    if (!out) fail(family == AF_INET ? "raw socket" : "raw socket of IPv6");
    const int on = 1;
    if (family == AF_INET6) ::setsockopt(out.get(), IPPROTO_IPV6, IPV6_HDRINCL, &on, sizeof on);
    ::setsockopt(out.get(), SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
    if (!interface.empty() && ::setsockopt(out.get(), SOL_SOCKET, SO_BINDTODEVICE, interface.c_str(),
                                  static_cast<socklen_t>(interface.size())) != 0)
        fail(interface);
    return out;
}

// ---- frames

constexpr std::uint16_t mark_type = 0x88b5; // IEEE: for local experiments
constexpr std::size_t batch = 32;           // with a refusal each it fits a receive buffer of usual size

std::string frame_of(std::uint16_t type, std::string_view content) {
    std::string out("\x02\0\0\0\0\x01\x02\0\0\0\0\x01", 12); // all ends of all wires have this address
    out += static_cast<char>(static_cast<unsigned char>(type >> 8));
    out += static_cast<char>(static_cast<unsigned char>(type));
    out += content;
    if (out.size() < 60) out.resize(60);
    return out;
}

descriptor packet_socket(const std::string& interface, std::uint16_t type) {
    descriptor out(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0));
    if (!out) fail("packet socket");
    const int on = 1;
    ::setsockopt(out.get(), SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on);
    const timeval limit{2, 0};
    ::setsockopt(out.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_ll place{};
    place.sll_family = AF_PACKET;
    place.sll_protocol = htons(type);
    place.sll_ifindex = static_cast<int>(::if_nametoindex(interface.c_str()));
    if (::bind(out.get(), reinterpret_cast<const sockaddr*>(&place), sizeof place) != 0) fail(interface);
    return out;
}

void send_frame(const descriptor& to, const std::string& frame) {
    while (::send(to.get(), frame.data(), frame.size(), 0) < 0)
        if (errno != EINTR && errno != ENOBUFS) fail("sending a frame");
}

bool is_mark(const std::string& frame) {
    return frame.size() > 14 && static_cast<unsigned char>(frame[12]) == (mark_type >> 8) &&
           static_cast<unsigned char>(frame[13]) == (mark_type & 0xff);
}

std::string receive_frame(const descriptor& from, const char* where) {
    std::string out(2048, '\0');
    ssize_t got = 0;
    while ((got = ::recv(from.get(), out.data(), out.size(), 0)) < 0)
        if (errno != EINTR)
            throw std::runtime_error(fmt::format("a frame did not come {}: {}", where, std::strerror(errno)));
    out.resize(static_cast<std::size_t>(got));
    return out;
}

// What came before, of other probers' packets: it would leave no room.
void empty(const descriptor& socket) {
    char frame[64];
    while (::recv(socket.get(), frame, sizeof frame, MSG_DONTWAIT | MSG_TRUNC) >= 0) {
    }
}

// On one processor a wire hands over one frame after the other, so that what comes last comes last.
void stay_on_this_processor() {
    cpu_set_t here;
    CPU_ZERO(&here);
    CPU_SET(static_cast<unsigned>(::sched_getcpu()), &here);
    ::sched_setaffinity(0, sizeof here, &here);
}

} // namespace

output_prober::output_prober(const std::string& interface)
    : v4_(raw_socket(AF_INET, interface)), v6_(raw_socket(AF_INET6, interface)) {
    if (!interface.empty()) interface_ = ::if_nametoindex(interface.c_str());
}

bool output_prober::passes(const probe& p) const {
    const auto datagram = datagram_of(p, 1);
    const auto to = place_of(p.what.to, 0, interface_);
    const auto& socket = p.what.to.family == ip_family::v4 ? v4_ : v6_;
    for (int tries = 0;; ++tries) {
        if (::sendto(socket.get(), datagram.data(), datagram.size(), 0, to.get(), to.length) >= 0) return true;
        if (errno == EPERM) return false;
        if ((errno != EINTR && errno != ENOBUFS) || tries > 1000) fail("sending " + text_of(p.what));
    }
}

std::vector<bool> output_prober::passes(const std::vector<probe>& all) const {
    std::vector<bool> out;
    out.reserve(all.size());
    for (const auto& p : all) out.push_back(passes(p));
    return out;
}

forward_prober::forward_prober(const wires& w, const wire& in, const wire& out)
    : entered_(packet_socket(in.name, mark_type)), leaving_(packet_socket(out.name, 0)) {
    stay_on_this_processor();
    in_world(w, [&] {
        into_ = packet_socket(in.far, 0);
        out_ = packet_socket(out.far, ETH_P_ALL);
    });
}

// A mark behind the probes has entered when all of them have been decided; a mark behind what they became comes out
// last.
void forward_prober::settle(std::vector<bool>& seen, std::size_t first) const {
    static const auto mark = frame_of(mark_type, "mark");
    send_frame(into_, mark);
    receive_frame(entered_, "into the router");
    send_frame(leaving_, mark);
    for (;;) {
        const auto frame = receive_frame(out_, "out of the router");
        if (is_mark(frame)) return;
        std::uint16_t id = 0;
        if (is_probe(frame.substr(14), id) && id >= 1 && first + id - 1 < seen.size()) seen[first + id - 1] = true;
    }
}

std::vector<bool> forward_prober::passes(const std::vector<probe>& all) const {
    std::vector<bool> seen(all.size());
    for (std::size_t first = 0; first < all.size(); first += batch) {
        empty(out_);
        for (std::size_t i = first; i < std::min(all.size(), first + batch); ++i) {
            const auto type = all[i].what.to.family == ip_family::v4 ? ETH_P_IP : ETH_P_IPV6;
            send_frame(into_, frame_of(static_cast<std::uint16_t>(type),
                                  datagram_of(all[i], static_cast<std::uint16_t>(i - first + 1))));
        }
        settle(seen, first);
    }
    return seen;
}

bool can_be_sent(const packet& p, const wires& w) noexcept {
    if (p.to == w.own4 || p.to == w.own6) return false;
    const auto v = p.to.value;
    if (p.to.family == ip_family::v6)
        return v > 1 && v >> 120 != 0xff && v >> 118 != (0xfe80u >> 6) && v >> 32 != 0xffff;
    const auto top = static_cast<unsigned>(v >> 24);
    return top != 0 && top != 127 && top < 224;
}

bool can_be_sent_by_host(const packet& p, const wires& w) noexcept {
    const auto v = p.to.value;
    if (p.to.family == ip_family::v6) return can_be_sent(p, w) || v >> 120 == 0xff || v >> 118 == (0xfe80u >> 6);
    return can_be_sent(p, w) || v >> 24 >= 224 || (v > 0 && v >> 24 == 0);
}

} // namespace rules::proof
