// SPDX-License-Identifier: MIT
#include "tools/standin/dns.hpp"

#include <algorithm>

#include "netprobe/printable.hpp"

namespace standin {
namespace {

using netprobe::bytes;
using netprobe::bytes_view;

constexpr std::size_t header_size = 12;
constexpr std::uint16_t type_a = 1, type_soa = 6, type_aaaa = 28, type_opt = 41, type_any = 255, class_in = 1;
constexpr std::uint32_t ttl = 60; // short: an admin who changes --advertise wants to see it
enum rcode : std::uint8_t { noerror = 0, formerr = 1, nxdomain = 3, notimp = 4, badvers = 16 };

std::uint16_t read16(bytes_view from, std::size_t at) {
    return static_cast<std::uint16_t>(from[at] << 8 | from[at + 1]);
}
void put16(bytes& to, std::size_t value) {
    to.push_back(static_cast<std::uint8_t>(value >> 8));
    to.push_back(static_cast<std::uint8_t>(value));
}
void put32(bytes& to, std::uint32_t value) {
    put16(to, value >> 16);
    put16(to, value & 0xffff);
}

struct question {
    std::string name; ///< dotted, as the client wrote it
    std::uint16_t type = 0, in_class = 0;
    std::size_t end = 0; ///< offset behind it
};

// A question's name is not compressed: there is nothing before it to point to.
std::optional<question> read_question(bytes_view query) {
    question asked;
    std::size_t at = header_size;
    for (;;) {
        if (at >= query.size()) return std::nullopt;
        const std::size_t length = query[at++];
        if (length == 0) break;
        if (length > 63 || at + length > query.size() || at + length - header_size > 254) return std::nullopt;
        if (!asked.name.empty()) asked.name += '.';
        asked.name.append(reinterpret_cast<const char*>(query.data()) + at, length);
        at += length;
    }
    if (at + 4 > query.size()) return std::nullopt;
    asked.type = read16(query, at);
    asked.in_class = read16(query, at + 2);
    asked.end = at + 4;
    return asked;
}

struct edns {
    std::size_t payload = 512;
    std::uint8_t version = 0;
};

// The OPT record, where the additional section begins with it, as every client's does.
std::optional<edns> read_edns(bytes_view query, std::size_t at) {
    if (read16(query, 6) != 0 || read16(query, 8) != 0 || read16(query, 10) == 0) return std::nullopt;
    if (at + 11 > query.size() || query[at] != 0 || read16(query, at + 1) != type_opt) return std::nullopt;
    return edns{std::max<std::size_t>(512, read16(query, at + 3)), query[at + 6]};
}

void put_record_head(bytes& to, std::uint16_t type, std::uint16_t data_length) {
    put16(to, 0xc000 | header_size); // the question's name
    put16(to, type);
    put16(to, class_in);
    put32(to, ttl);
    put16(to, data_length);
}

void put_soa(bytes& to) {
    static constexpr std::string_view mname("\x07standin\x07invalid\0", 17);
    static constexpr std::string_view rname("\x0ahostmaster\x07standin\x07invalid\0", 28);
    to.push_back(0); // owner: the root
    put16(to, type_soa);
    put16(to, class_in);
    put32(to, ttl);
    put16(to, mname.size() + rname.size() + 20);
    to.insert(to.end(), mname.begin(), mname.end());
    to.insert(to.end(), rname.begin(), rname.end());
    for (const std::uint32_t value : {1U, 3600U, 600U, 86400U, ttl}) put32(to, value);
}

std::size_t put_addresses(bytes& to, const zone& known, std::uint16_t type) {
    std::size_t count = 0;
    for (const auto& address : known.addresses) {
        if (address.is_v4() && (type == type_a || type == type_any)) {
            const auto raw = address.to_v4().to_bytes();
            put_record_head(to, type_a, 4);
            to.insert(to.end(), raw.begin(), raw.end());
            ++count;
        } else if (address.is_v6() && (type == type_aaaa || type == type_any)) {
            const auto raw = address.to_v6().to_bytes();
            put_record_head(to, type_aaaa, 16);
            to.insert(to.end(), raw.begin(), raw.end());
            ++count;
        }
    }
    return count;
}

std::string type_word(std::uint16_t type) {
    return type == type_a ? "A" : type == type_aaaa ? "AAAA" : "type " + std::to_string(type);
}

// Header of the answer: QR and RA set, opcode and RD as asked.
bytes start_answer(bytes_view query, int code, std::size_t questions) {
    bytes out{query[0], query[1]};
    out.push_back(static_cast<std::uint8_t>(0x80 | (query[2] & 0x79)));
    out.push_back(static_cast<std::uint8_t>(0x80 | (code & 0x0f)));
    put16(out, questions);
    out.resize(header_size);
    return out;
}

void set_count(bytes& answer, std::size_t at, std::size_t value) {
    answer[at] = static_cast<std::uint8_t>(value >> 8);
    answer[at + 1] = static_cast<std::uint8_t>(value);
}

void put_opt(bytes& to, int code) {
    to.push_back(0);
    put16(to, type_opt);
    put16(to, 1232);
    to.insert(to.end(), {static_cast<std::uint8_t>(code >> 4), 0, 0, 0}); // upper bits of the rcode, version, flags
    put16(to, 0);
    set_count(to, 10, 1);
}

} // namespace

std::optional<dns_said> answer_dns(const zone& known, bytes_view query, bool over_udp) {
    if (query.size() < header_size || (query[2] & 0x80)) return std::nullopt;
    if ((query[2] & 0x78) != 0) return dns_said{start_answer(query, notimp, 0), "not a query: not implemented"};
    const auto asked = read16(query, 4) == 1 ? read_question(query) : std::nullopt;
    if (!asked) return dns_said{start_answer(query, formerr, 0), "malformed question"};

    const auto client = read_edns(query, asked->end);
    std::string note = type_word(asked->type) + " " + netprobe::printable(asked->name, 255) + ": ";
    const auto name = state_of(asked->name, known.extra);
    const int code = client && client->version != 0 ? badvers : name == name_state::unknown ? nxdomain : noerror;
    auto out = start_answer(query, code, 1);
    out.insert(out.end(), query.begin() + header_size, query.begin() + static_cast<std::ptrdiff_t>(asked->end));
    std::size_t count = 0;
    if (code != badvers) {
        if (name == name_state::served && asked->in_class == class_in) count = put_addresses(out, known, asked->type);
        if (count != 0) {
            set_count(out, 6, count);
        } else {
            put_soa(out); // RFC 2308: a negative answer needs one to be cached
            set_count(out, 8, 1);
        }
    }
    if (client) put_opt(out, code);
    note += code == badvers    ? "EDNS version not known"
            : code == nxdomain ? "NXDOMAIN"
            : count == 0       ? "no data"
                               : std::to_string(count) + (count == 1 ? " address" : " addresses");
    const std::size_t room = client ? std::min<std::size_t>(client->payload, 1232) : 512;
    if (over_udp && out.size() > room) {
        out.resize(asked->end);
        out[2] |= 0x02; // TC
        for (std::size_t at = 6; at < header_size; ++at) out[at] = 0;
        if (client) put_opt(out, code);
        note += ", truncated";
    }
    return dns_said{std::move(out), std::move(note)};
}

} // namespace standin
