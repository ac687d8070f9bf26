// SPDX-License-Identifier: MIT
#include "rules/proof/netlink.hpp"

#include <linux/if_link.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/proof/sandbox.hpp"
#include "rules/proof/wire_form.hpp"

namespace rules::proof {
namespace {

constexpr std::string_view link_address{"\x02\x00\x00\x00\x00\x01", 6};

template <typename value>
std::string_view bytes_of(const value& v) {
    return {reinterpret_cast<const char*>(&v), sizeof v};
}

// A request that grows: header, family header, attributes. The lengths are set by seal().
template <typename body>
std::string message_of(std::uint16_t type, std::uint16_t flags, const body& b) {
    nlmsghdr head{};
    head.nlmsg_type = type;
    head.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | NLM_F_ACK | flags);
    std::string out(bytes_of(head));
    out += bytes_of(b);
    out.resize(NLMSG_ALIGN(out.size()));
    return out;
}

void add(std::string& to, std::uint16_t type, std::string_view value) {
    rtattr head{};
    head.rta_type = type;
    head.rta_len = static_cast<std::uint16_t>(RTA_LENGTH(value.size()));
    to += bytes_of(head);
    to += value;
    to.resize(RTA_ALIGN(to.size()));
}

std::string with_zero(const std::string& text) { return {text.c_str(), text.size() + 1}; }

unsigned index_of(const std::string& name) {
    const auto index = ::if_nametoindex(name.c_str());
    if (index == 0) throw std::runtime_error(fmt::format("interface {}: {}", name, std::strerror(errno)));
    return index;
}

std::uint8_t family_of(const ip_address& a) { return a.family == ip_family::v4 ? AF_INET : AF_INET6; }

// Sends one request and reads the kernel's answer to it: 0 or an errno.
int exchange(int socket, std::string& message, unsigned sequence) {
    nlmsghdr head{};
    std::memcpy(&head, message.data(), sizeof head);
    head.nlmsg_len = static_cast<std::uint32_t>(message.size());
    head.nlmsg_seq = sequence;
    std::memcpy(message.data(), &head, sizeof head);
    if (::send(socket, message.data(), message.size(), 0) < 0) return errno;
    alignas(nlmsghdr) char reply[8192];
    const auto got = ::recv(socket, reply, sizeof reply, 0);
    if (got < static_cast<ssize_t>(NLMSG_LENGTH(sizeof(nlmsgerr)))) return got < 0 ? errno : EPROTO;
    nlmsgerr result{};
    std::memcpy(&result, reply + NLMSG_HDRLEN, sizeof result);
    return -result.error;
}

} // namespace

netlink::netlink() : socket_(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)) {
    if (!socket_) throw cannot_prove(fmt::format("no routing socket: {}", std::strerror(errno)));
}

void netlink::ask(std::string& message, const std::string& what) {
    const int error = exchange(socket_.get(), message, ++sequence_);
    if (error == EOPNOTSUPP && what.starts_with("wire"))
        throw cannot_prove("this kernel has no veth interfaces (module veth); load it: modprobe veth");
    if (error != 0) throw std::runtime_error(fmt::format("{}: {}", what, std::strerror(error)));
}

void netlink::add_wire(const std::string& name, const std::string& peer, int peer_namespace) {
    ifinfomsg link{};
    link.ifi_flags = IFF_NOARP;
    link.ifi_change = IFF_NOARP;
    const auto number = static_cast<std::uint32_t>(peer_namespace);
    std::string other(bytes_of(link));
    add(other, IFLA_IFNAME, with_zero(peer));
    add(other, IFLA_ADDRESS, link_address);
    add(other, IFLA_NET_NS_FD, bytes_of(number));
    std::string data, kind;
    add(data, VETH_INFO_PEER, other);
    add(kind, IFLA_INFO_KIND, with_zero("veth"));
    add(kind, IFLA_INFO_DATA, data);
    auto message = message_of(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, link);
    add(message, IFLA_IFNAME, with_zero(name));
    add(message, IFLA_ADDRESS, link_address);
    add(message, IFLA_LINKINFO, kind);
    ask(message, "wire " + name);
}

void netlink::up(const std::string& name) {
    ifinfomsg link{};
    link.ifi_index = static_cast<int>(index_of(name));
    link.ifi_flags = IFF_UP;
    link.ifi_change = IFF_UP;
    auto message = message_of(RTM_NEWLINK, 0, link);
    ask(message, "interface " + name);
}

void netlink::add_address(const std::string& name, const ip_address& address) {
    ifaddrmsg head{};
    head.ifa_family = family_of(address);
    head.ifa_prefixlen = static_cast<std::uint8_t>(bits_of(address.family));
    head.ifa_flags = IFA_F_NODAD;
    head.ifa_index = index_of(name);
    auto message = message_of(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, head);
    add(message, IFA_LOCAL, wire_form(address));
    add(message, IFA_ADDRESS, wire_form(address));
    ask(message, "address " + text_of(address));
}

void netlink::add_route(const std::string& name, const ip_prefix& to, unsigned metric) {
    rtmsg head{};
    head.rtm_family = family_of(to.first);
    head.rtm_dst_len = static_cast<std::uint8_t>(to.length);
    head.rtm_table = RT_TABLE_MAIN;
    head.rtm_protocol = RTPROT_STATIC;
    head.rtm_scope = to.first.family == ip_family::v4 ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
    head.rtm_type = RTN_UNICAST;
    auto message = message_of(RTM_NEWROUTE, NLM_F_CREATE, head);
    if (to.length > 0) add(message, RTA_DST, wire_form(to.first));
    const auto index = index_of(name);
    add(message, RTA_OIF, bytes_of(index));
    add(message, RTA_PRIORITY, bytes_of(metric));
    ask(message, "route " + text_of(to));
}

void netlink::answer_for_everybody() {
    for (const auto family : {AF_INET, AF_INET6}) {
        rtmsg head{};
        head.rtm_family = static_cast<std::uint8_t>(family);
        // Of IPv6 the table "local" would be asked first and take the answers, too (facts/rules.md §3.5).
        head.rtm_table = RT_TABLE_MAIN;
        head.rtm_protocol = RTPROT_STATIC;
        head.rtm_scope = family == AF_INET ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE;
        head.rtm_type = RTN_LOCAL;
        auto message = message_of(RTM_NEWROUTE, NLM_F_CREATE, head);
        const auto index = index_of("lo");
        add(message, RTA_OIF, bytes_of(index));
        ask(message, "route of all addresses");
    }
}

void forget_connections() {
    const descriptor socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER));
    if (!socket) return; // a kernel without conntrack remembers nothing
    nfgenmsg head{};
    head.nfgen_family = AF_UNSPEC;
    auto message = message_of(static_cast<std::uint16_t>((NFNL_SUBSYS_CTNETLINK << 8) | IPCTNL_MSG_CT_DELETE), 0, head);
    exchange(socket.get(), message, 1);
}

} // namespace rules::proof
