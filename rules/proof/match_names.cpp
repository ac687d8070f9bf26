// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "rules/proof/rule_reading.hpp"

namespace rules::proof {
namespace {

/// Words of nft's listing or of iptables-save, whole ones, and what a rule with them looks at.
struct match_name {
    std::string_view words, what;
};

constexpr std::array match_names{
    match_name{"skuid", "the owner of the socket"},
    match_name{"skgid", "the owner of the socket"},
    match_name{"-m owner", "the owner of the socket"},
    match_name{"cgroup", "the control group of the socket"},
    match_name{"cgroupv2", "the control group of the socket"},
    match_name{"-m socket", "the socket"},
    match_name{"socket", "the socket"},
    match_name{"meta mark", "the packet's mark"},
    match_name{"-m mark", "the packet's mark"},
    match_name{"ct mark", "the connection's mark"},
    match_name{"-m connmark", "the connection's mark"},
    match_name{"ct label", "the connection's label"},
    match_name{"-m connlabel", "the connection's label"},
    match_name{"ct zone", "the connection's zone"},
    match_name{"ct helper", "the connection's helper"},
    match_name{"-m helper", "the connection's helper"},
    match_name{"meta priority", "the packet's priority"},
    match_name{"meta rtclassid", "the route's realm"},
    match_name{"-m realm", "the route's realm"},
    match_name{"sport", "the source port"},
    match_name{"--sport", "the source port"},
    match_name{"--sports", "the source port"},
    match_name{"--ports", "the source port"},
    match_name{"dscp", "the DSCP"},
    match_name{"-m dscp", "the DSCP"},
    match_name{"-m tos", "the TOS"},
    match_name{"ecn", "the ECN bits"},
    match_name{"-m ecn", "the ECN bits"},
    match_name{"length", "the packet's length"},
    match_name{"-m length", "the packet's length"},
    match_name{"ttl", "the hop limit"},
    match_name{"-m ttl", "the hop limit"},
    match_name{"hoplimit", "the hop limit"},
    match_name{"-m hl", "the hop limit"},
    match_name{"frag-off", "fragments"},
    match_name{"frag", "fragments"},
    match_name{"-f", "fragments"},
    match_name{"-m frag", "fragments"},
    match_name{"exthdr", "extension headers"},
    match_name{"-m ipv6header", "extension headers"},
    match_name{"flowlabel", "the flow label"},
    match_name{"window", "the TCP window"},
    match_name{"tcp option", "TCP options"},
    match_name{"--tcp-option", "TCP options"},
    match_name{"-m tcpmss", "TCP options"},
    match_name{"ah spi", "IPsec"},
    match_name{"esp spi", "IPsec"},
    match_name{"ipsec", "IPsec"},
    match_name{"rt ipsec", "IPsec"},
    match_name{"secpath", "IPsec"},
    match_name{"-m ah", "IPsec"},
    match_name{"-m esp", "IPsec"},
    match_name{"-m policy", "IPsec"},
    match_name{"meta hour", "the time"},
    match_name{"meta day", "the time"},
    match_name{"meta time", "the time"},
    match_name{"-m time", "the time"},
    match_name{"limit rate", "the rate of packets"},
    match_name{"-m limit", "the rate of packets"},
    match_name{"-m hashlimit", "the rate of packets"},
    match_name{"-m rateest", "the rate of packets"},
    match_name{"quota", "how much was sent before"},
    match_name{"-m quota", "how much was sent before"},
    match_name{"ct bytes", "how much was sent before"},
    match_name{"ct packets", "how much was sent before"},
    match_name{"ct avgpkt", "how much was sent before"},
    match_name{"-m connbytes", "how much was sent before"},
    match_name{"-m recent", "what was sent before"},
    match_name{"ct count", "the number of connections"},
    match_name{"-m connlimit", "the number of connections"},
    match_name{"numgen", "chance"},
    match_name{"meta random", "chance"},
    match_name{"-m statistic", "chance"},
    match_name{"meta cpu", "the processor"},
    match_name{"-m cpu", "the processor"},
    match_name{"jhash", "a hash of the packet"},
    match_name{"symhash", "a hash of the packet"},
    match_name{"-m cluster", "a hash of the packet"},
    match_name{"ether", "the source MAC address"},
    match_name{"-m mac", "the source MAC address"},
    match_name{"pkttype", "the kind of frame"},
    match_name{"-m pkttype", "the kind of frame"},
    match_name{"-m physdev", "the port of a bridge"},
    match_name{"ibrname", "the port of a bridge"},
    match_name{"obrname", "the port of a bridge"},
    match_name{"-m string", "the content"},
    match_name{"-m u32", "the content"},
    match_name{"-m bpf", "the content"},
    match_name{"osf name", "the sender's system"},
    match_name{"-m osf", "the sender's system"},
    match_name{"-m geoip", "the country of an address"},
    match_name{"igmp", "IGMP"},
    match_name{"dccp", "protocol dccp"},
    match_name{"udplite", "protocol udplite"},
    match_name{"comp", "IPsec"},
    match_name{"icmp code", "ICMP codes"},
    match_name{"icmpv6 code", "ICMP codes"},
    match_name{"oifgroup", "the group of an interface"},
    match_name{"iifgroup", "the group of an interface"},
    match_name{"-m devgroup", "the group of an interface"},
    match_name{"oifkind", "the kind of an interface"},
    match_name{"iifkind", "the kind of an interface"},
    match_name{"oiftype", "the kind of an interface"},
    match_name{"iiftype", "the kind of an interface"},
    match_name{"fib", "the kind or route of an address"},
    match_name{"-m addrtype", "the kind or route of an address"},
    match_name{"-m rpfilter", "the kind or route of an address"},
    match_name{"rt classid", "the route's realm"},
    match_name{"rt", "the route or routing headers"},
    match_name{"-m rt", "routing headers"},
    match_name{"doff", "the TCP header"},
    match_name{"sequence", "the TCP header"},
    match_name{"ackseq", "the TCP header"},
    match_name{"urgptr", "the TCP header"},
    match_name{"ip option", "IP options"},
    match_name{"-m ipv4options", "IP options"},
    match_name{"hdrlength", "IP options"},
    match_name{"ip id", "the IP header"},
    match_name{"ip version", "the IP header"},
    match_name{"checksum", "a checksum"},
    match_name{"ct expiration", "the connection's age"},
    match_name{"--ctexpire", "the connection's age"},
    match_name{"ct status", "the connection's status"},
    match_name{"--ctstatus", "the connection's status"},
    match_name{"ct direction", "the connection's direction"},
    match_name{"--ctdir", "the connection's direction"},
    match_name{"proto-src", "the source port"},
    match_name{"--ctorigsrcport", "the source port"},
    match_name{"ct reply", "what the connection's answers will be"},
    match_name{"--chunk-types", "SCTP chunks"},
    match_name{"sctp chunk", "SCTP chunks"},
    match_name{"queue", "a program's verdict"},
    match_name{"secmark", "the security mark"},
    match_name{"vlan", "the VLAN"},
};

bool begins_with(const std::vector<std::string>& words, std::size_t at, std::string_view wanted) {
    while (!wanted.empty()) {
        const auto word = wanted.substr(0, std::min(wanted.find(' '), wanted.size()));
        if (at >= words.size() || words[at] != word) return false;
        ++at;
        wanted.remove_prefix(std::min(word.size() + 1, wanted.size()));
    }
    return true;
}

} // namespace

std::string name_of_match(const std::vector<std::string>& words) {
    // "tcp sport", "ct original proto-src": what tells is not the first word of all.
    for (std::size_t at = 0; at < std::min<std::size_t>(3, words.size()); ++at)
        for (const auto& row : match_names)
            if (begins_with(words, at, row.words)) return std::string(row.what);
    for (const auto& word : words)
        if (word.starts_with("@th") || word.starts_with("@nh") || word.starts_with("@ll") || word.starts_with("@ih"))
            return "raw bytes";
    return {};
}

} // namespace rules::proof
