// SPDX-License-Identifier: MIT
#include "netprobe/dns/message.hpp"

#include <algorithm>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "netprobe/ascii.hpp"
#include "netprobe/printable.hpp"

namespace netprobe::dns {
namespace {

constexpr std::uint16_t type_cname = 5, type_soa = 6, type_opt = 41, class_in = 1;
constexpr std::uint16_t option_extended_error = 15;
constexpr std::uint16_t udp_payload = 1232; // what passes everywhere unfragmented (DNS flag day 2020)
constexpr std::size_t max_name_wire = 255, max_name_text = 253, max_label = 63, max_shown = 256;

void put16(bytes& out, unsigned value) {
    out.push_back(static_cast<std::uint8_t>(value >> 8));
    out.push_back(static_cast<std::uint8_t>(value));
}

// Appends one label in presentation form; true to what the peer sent, whatever bytes they are.
void append_label(std::string& text, bytes_view label) {
    if (!text.empty()) text += '.';
    for (const auto byte : label) {
        if (byte <= 0x20 || byte >= 0x7f) {
            text += '\\';
            for (const int digit : {byte / 100, byte / 10 % 10, byte % 10}) text += static_cast<char>('0' + digit);
        } else {
            if (byte == '.' || byte == '\\') text += '\\';
            text += static_cast<char>(byte);
        }
    }
}

// Reads forward through one message; once something did not fit, `bad` stays set and all reads give 0.
class reader {
public:
    explicit reader(bytes_view all) : all_(all) {}

    bool bad() const noexcept { return bad_; }
    std::size_t position() const noexcept { return at_; }

    unsigned u8() {
        if (!need(1)) return 0;
        return all_[at_++];
    }
    unsigned u16() {
        const unsigned high = u8();
        return high << 8 | u8();
    }
    std::uint32_t u32() {
        const std::uint32_t high = u16();
        return high << 16 | u16();
    }
    bytes_view take(std::size_t length) {
        if (!need(length)) return {};
        const auto part = all_.subspan(at_, length);
        at_ += length;
        return part;
    }

    // RFC 1035 §4.1.4. Every pointer must point before the labels it was read with, so that a chain
    // of pointers is finite; the name's own length bounds the work.
    std::string name() {
        std::string text;
        std::size_t wire = 1, from = at_, before = at_;
        bool jumped = false;
        while (!bad_) {
            if (from >= all_.size()) return fail();
            const unsigned length = all_[from];
            if ((length & 0xc0) == 0xc0) {
                if (from + 1 >= all_.size()) return fail();
                const std::size_t to = (length & 0x3fu) << 8 | all_[from + 1];
                if (!jumped) at_ = from + 2;
                if (to >= before) return fail();
                jumped = true;
                from = before = to;
                continue;
            }
            if (length > max_label) return fail(); // 0x40 and 0x80 are reserved
            if (length == 0) {
                if (!jumped) at_ = from + 1;
                break;
            }
            wire += length + 1;
            if (wire > max_name_wire || from + 1 + length > all_.size()) return fail();
            append_label(text, all_.subspan(from + 1, length));
            from += 1 + length;
        }
        if (text.empty()) text = ".";
        return printable(text, max_shown);
    }

private:
    bool need(std::size_t length) {
        if (all_.size() - at_ < length) bad_ = true;
        return !bad_;
    }
    std::string fail() {
        bad_ = true;
        return {};
    }

    bytes_view all_;
    std::size_t at_ = 0;
    bool bad_ = false;
};

enum class section { answer, authority, additional };

void read_options(message& into, bytes_view data) {
    reader in(data);
    while (in.position() < data.size()) {
        const unsigned option = in.u16();
        const auto value = in.take(in.u16());
        if (in.bad()) return; // the rest of the record says nothing, the message is still good
        if (option != option_extended_error || value.size() < 2 || into.extended_error) continue;
        into.extended_error = value[0] << 8 | value[1];
        const auto text = value.subspan(2);
        into.extended_error_text = printable({reinterpret_cast<const char*>(text.data()), text.size()});
    }
}

std::string address_text(int family, bytes_view data) {
    char text[INET6_ADDRSTRLEN] = "";
    inet_ntop(family, data.data(), text, sizeof text);
    return text;
}

// False: damaged.
bool read_record(reader& in, bytes_view all, section where, message& into) {
    dns_record record;
    record.name = in.name();
    const unsigned type = in.u16(), kind = in.u16();
    record.ttl = in.u32();
    const std::size_t length = in.u16(), start = in.position();
    const auto data = in.take(length);
    if (in.bad()) return false;

    if (type == type_opt && where == section::additional && !into.edns) {
        into.edns = true;
        into.rcode |= static_cast<int>(record.ttl >> 24) << 4;
        read_options(into, data);
        return true;
    }
    if (type == type_soa && where == section::authority && into.soa.empty()) into.soa = record.name;
    if (where != section::answer || kind != class_in) return true;

    if (type == static_cast<unsigned>(record_type::a)) {
        if (length != 4) return false;
        record.type = "A";
        record.data = address_text(AF_INET, data);
    } else if (type == static_cast<unsigned>(record_type::aaaa)) {
        if (length != 16) return false;
        record.type = "AAAA";
        record.data = address_text(AF_INET6, data);
    } else if (type == type_cname) {
        reader target(all.first(start + length));
        target.take(start);
        record.type = "CNAME";
        record.data = target.name();
        if (target.bad() || target.position() != start + length) return false;
    } else {
        return true;
    }
    if (into.answers.size() < max_records)
        into.answers.push_back(std::move(record));
    else
        ++into.answers_left_out;
    return true;
}

} // namespace

std::string_view to_string(record_type type) noexcept { return type == record_type::a ? "A" : "AAAA"; }

std::optional<bytes> encode_query(std::uint16_t id, std::string_view name, record_type type, bool edns) {
    if (name.ends_with('.')) name.remove_suffix(1);
    if (name.empty() || name.size() > max_name_text) return std::nullopt;

    bytes out;
    put16(out, id);
    put16(out, 0x0100); // a standard query, recursion desired
    for (const unsigned count : {1u, 0u, 0u, edns ? 1u : 0u}) put16(out, count);
    while (true) {
        const auto label = name.substr(0, name.find('.'));
        if (label.empty() || label.size() > max_label) return std::nullopt;
        out.push_back(static_cast<std::uint8_t>(label.size()));
        for (const char c : label) {
            if (c <= 0x20 || c >= 0x7f || c == '\\') return std::nullopt;
            out.push_back(static_cast<std::uint8_t>(c));
        }
        if (label.size() == name.size()) break;
        name.remove_prefix(label.size() + 1);
    }
    out.push_back(0);
    put16(out, static_cast<std::uint16_t>(type));
    put16(out, class_in);
    if (edns) { // RFC 6891 §6.1.2: root, OPT, payload size, no flags, no options
        out.push_back(0);
        put16(out, type_opt);
        put16(out, udp_payload);
        for (const unsigned zero : {0u, 0u, 0u}) put16(out, zero);
    }
    return out;
}

std::optional<message> parse_message(bytes_view received) {
    received = received.first(std::min<std::size_t>(received.size(), 65535));
    reader in(received);
    message seen;
    seen.id = static_cast<std::uint16_t>(in.u16());
    const unsigned flags = in.u16();
    seen.reply = flags & 0x8000;
    seen.opcode = flags >> 11 & 15;
    seen.authoritative = flags & 0x0400;
    seen.truncated = flags & 0x0200;
    seen.recursion_available = flags & 0x0080;
    seen.rcode = flags & 15;
    const unsigned questions = in.u16();
    const unsigned records[] = {in.u16(), in.u16(), in.u16()};
    if (in.bad() || questions > 1) return std::nullopt;

    if (questions == 1) {
        seen.has_question = true;
        seen.question_name = in.name();
        seen.question_type = static_cast<std::uint16_t>(in.u16());
        seen.question_class = static_cast<std::uint16_t>(in.u16());
        if (in.bad()) return std::nullopt;
    }
    for (const auto where : {section::answer, section::authority, section::additional})
        for (unsigned left = records[static_cast<int>(where)]; left > 0; --left)
            if (!read_record(in, received, where, seen)) {
                if (seen.truncated && in.bad()) return seen;
                return std::nullopt;
            }
    return seen;
}

bool same_name(std::string_view a, std::string_view b) noexcept {
    const auto bare = [](std::string_view name) {
        if (name.size() > 1 && name.ends_with('.')) name.remove_suffix(1);
        return name;
    };
    return same_but_for_case(bare(a), bare(b));
}

} // namespace netprobe::dns
