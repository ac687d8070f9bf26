// SPDX-License-Identifier: MIT
#include "rules/proof/datagram.hpp"

#include <string_view>

#include "rules/proof/wire_form.hpp"

namespace rules::proof {
namespace {

constexpr char hop_limit = 61; // not what anybody else here sends with
constexpr char spent_hop_limit = 60;

void add16(std::string& to, unsigned v) {
    to += static_cast<char>(static_cast<unsigned char>(v >> 8));
    to += static_cast<char>(static_cast<unsigned char>(v));
}
void add32(std::string& to, std::uint32_t v) {
    add16(to, v >> 16);
    add16(to, v & 0xffff);
}
void set16(std::string& in, std::size_t at, unsigned v) {
    in[at] = static_cast<char>(static_cast<unsigned char>(v >> 8));
    in[at + 1] = static_cast<char>(static_cast<unsigned char>(v));
}

unsigned sum_of(std::string_view text, unsigned sum = 0) {
    for (std::size_t i = 0; i < text.size(); i += 2) {
        sum += static_cast<unsigned>(static_cast<unsigned char>(text[i])) << 8;
        if (i + 1 < text.size()) sum += static_cast<unsigned char>(text[i + 1]);
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum;
}
unsigned checksum(unsigned sum) { return ~((sum & 0xffff) + (sum >> 16)) & 0xffff; }

// RFC 9260 appendix A: CRC32c, sent with its lowest byte first.
std::uint32_t crc32c(std::string_view text) {
    std::uint32_t crc = ~0u;
    for (const char c : text) {
        crc ^= static_cast<unsigned char>(c);
        for (int i = 0; i < 8; ++i) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82f63b78u : 0);
    }
    return ~crc;
}

unsigned pseudo_sum(const packet& p, std::size_t length) {
    std::string head;
    head += wire_form(p.from);
    head += wire_form(p.to);
    add32(head, static_cast<std::uint32_t>(length));
    add32(head, static_cast<std::uint32_t>(p.protocol));
    return sum_of(head);
}

std::string tcp_segment(const probe& p) {
    std::string out;
    add16(out, p.from_port);
    add16(out, p.what.port);
    add32(out, 0x01020304);
    // Of an answer: what the SYN of such a probe is acknowledged with, as conntrack looks.
    add32(out, (p.flags & tcp_flag::ack) != 0 ? 0x01020305 : 0);
    out += static_cast<char>(0x50); // five words of header
    out += static_cast<char>(p.flags);
    add16(out, 64240);
    add32(out, 0);
    set16(out, 16, checksum(sum_of(out, pseudo_sum(p.what, out.size()))));
    return out;
}

std::string udp_datagram(const probe& p) {
    std::string out;
    add16(out, p.from_port);
    add16(out, p.what.port);
    add16(out, 12);
    add16(out, 0);
    out += "edge";
    const auto sum = checksum(sum_of(out, pseudo_sum(p.what, out.size())));
    set16(out, 6, sum == 0 ? 0xffff : sum);
    return out;
}

std::string sctp_init(const probe& p) {
    std::string out;
    add16(out, p.from_port);
    add16(out, p.what.port);
    add32(out, 0); // an INIT has no tag
    add32(out, 0);
    add32(out, 0x01000014); // chunk INIT of 20 bytes
    add32(out, 0x0a0b0c0d);
    add32(out, 65536);
    add16(out, 1);
    add16(out, 1);
    add32(out, 1);
    const auto crc = crc32c(out);
    for (std::size_t i = 0; i < 4; ++i) out[8 + i] = static_cast<char>(static_cast<unsigned char>(crc >> (8 * i)));
    return out;
}

std::string echo_request(const probe& p) {
    std::string out;
    out += static_cast<char>(static_cast<unsigned char>(p.what.port));
    out += '\0';
    add16(out, 0);
    add16(out, 0x4567);
    add16(out, 1);
    const bool six = p.what.protocol == protocol_number::icmpv6;
    set16(out, 2, checksum(sum_of(out, six ? pseudo_sum(p.what, out.size()) : 0)));
    return out;
}

std::string payload_of(const probe& p) {
    switch (p.what.protocol) {
    case protocol_number::tcp: return tcp_segment(p);
    case protocol_number::udp: return udp_datagram(p);
    case protocol_number::sctp: return sctp_init(p);
    case protocol_number::icmp:
    case protocol_number::icmpv6: return echo_request(p);
    default: return {"\0\0\x08\0", 4}; // GRE of IPv4, version 0
    }
}

} // namespace

std::string datagram_of(const probe& p, std::uint16_t id) {
    const auto payload = payload_of(p);
    std::string out;
    if (p.what.to.family == ip_family::v4) {
        out += '\x45';
        out += '\0';
        add16(out, static_cast<unsigned>(20 + payload.size()));
        add16(out, id);
        add16(out, 0x4000); // not to be cut
        out += hop_limit;
        out += static_cast<char>(static_cast<unsigned char>(p.what.protocol));
        add16(out, 0);
    } else {
        add32(out, 0x60000000u | id);
        add16(out, static_cast<unsigned>(payload.size()));
        out += static_cast<char>(static_cast<unsigned char>(p.what.protocol));
        out += hop_limit;
    }
    out += wire_form(p.what.from);
    out += wire_form(p.what.to);
    if (p.what.to.family == ip_family::v4) set16(out, 10, checksum(sum_of(out)));
    return out + payload;
}

bool is_probe(const std::string& datagram, std::uint16_t& id) noexcept {
    if (datagram.size() < 24) return false;
    const bool four = (datagram[0] & 0x70) == 0x40;
    const char limit = datagram[four ? 8 : 7];
    if (limit != spent_hop_limit && limit != hop_limit) return false;
    const std::size_t at = four ? 4 : 2;
    id = static_cast<std::uint16_t>(
        (static_cast<unsigned char>(datagram[at]) << 8) | static_cast<unsigned char>(datagram[at + 1]));
    return true;
}

} // namespace rules::proof
