// SPDX-License-Identifier: MIT
#include "tools/standin/amqp.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace standin {
namespace {

using netprobe::bytes;
using netprobe::bytes_view;

// No client's first frames are longer; 64 kB is what the hub itself announces.
constexpr std::size_t max_frame = 64 * 1024;

// Descriptors, part 2 §2.7 and §5.3.3.
constexpr std::uint8_t open_frame = 0x10, begin_frame = 0x11, close_frame = 0x18;
constexpr std::uint8_t sasl_mechanisms = 0x40, sasl_init_frame = 0x41, sasl_outcome = 0x44;

void append(bytes& to, std::string_view text) { to.insert(to.end(), text.begin(), text.end()); }

bytes small_value(std::uint8_t code, std::string_view text) {
    bytes out{code, static_cast<std::uint8_t>(text.size())};
    append(out, text);
    return out;
}

// size | doff 2 | type | channel 0 | described list8 of already encoded fields
bytes make_frame(std::uint8_t type, std::uint8_t descriptor, std::uint8_t count, const bytes& fields) {
    bytes out{0, 0, 0, 0, 2, type, 0, 0, 0x00, 0x53, descriptor};
    if (count == 0) {
        out.push_back(0x45); // list0
    } else {
        out.insert(out.end(), {0xc0, static_cast<std::uint8_t>(fields.size() + 1), count});
        out.insert(out.end(), fields.begin(), fields.end());
    }
    out[2] = static_cast<std::uint8_t>(out.size() >> 8);
    out[3] = static_cast<std::uint8_t>(out.size());
    return out;
}

bytes mechanisms_frame() {
    bytes symbols;
    for (const std::string_view name : {"MSSBCBS", "PLAIN", "ANONYMOUS", "EXTERNAL"}) {
        symbols.push_back(static_cast<std::uint8_t>(name.size()));
        append(symbols, name);
    }
    bytes array{0xe0, static_cast<std::uint8_t>(symbols.size() + 2), 4, 0xa3}; // array8 of sym8
    array.insert(array.end(), symbols.begin(), symbols.end());
    return make_frame(1, sasl_mechanisms, 1, array);
}

// container-id, hostname null, max-frame-size 65536, channel-max 8191, idle-time-out 240 s
bytes our_open() {
    bytes fields = small_value(0xa1, "egress-standin");
    fields.insert(fields.end(), {0x40, 0x70, 0, 1, 0, 0, 0x60, 0x1f, 0xff, 0x70, 0, 3, 0xa9, 0x80});
    return make_frame(0, open_frame, 5, fields);
}

// error: described list (0x1d) of condition and description
bytes close_unauthorized() {
    bytes inner = small_value(0xa3, "amqp:unauthorized-access");
    const auto words = small_value(0xa1, "no token was put");
    inner.insert(inner.end(), words.begin(), words.end());
    bytes error{0x00, 0x53, 0x1d, 0xc0, static_cast<std::uint8_t>(inner.size() + 1), 2};
    error.insert(error.end(), inner.begin(), inner.end());
    return make_frame(0, close_frame, 1, error);
}

void add(said& out, const bytes& more, std::string_view note) {
    out.answer.insert(out.answer.end(), more.begin(), more.end());
    if (!out.note.empty()) out.note += ", ";
    out.note += note;
}

void end(said& out, std::string_view note) {
    add(out, {}, note);
    out.close = true;
}

// The performative's descriptor: 0x00, then smallulong or ulong (§1.2).
struct performative {
    std::uint8_t descriptor;
    bytes_view arguments;
};
std::optional<performative> read_performative(bytes_view body) {
    if (body.size() >= 3 && body[0] == 0 && body[1] == 0x53) return performative{body[2], body.subspan(3)};
    constexpr std::array<std::uint8_t, 9> wide{0, 0x80, 0, 0, 0, 0, 0, 0, 0};
    if (body.size() >= 10 && std::equal(wide.begin(), wide.end(), body.begin()))
        return performative{body[9], body.subspan(10)};
    return std::nullopt;
}

// First field of a list8 or list32, a symbol: the mechanism the client chose.
std::string_view first_symbol(bytes_view list) {
    if (list.size() >= 3 && list[0] == 0xc0)
        list = list.subspan(3);
    else if (list.size() >= 9 && list[0] == 0xd0)
        list = list.subspan(9);
    else
        return {};
    std::size_t length = 0;
    if (list.size() >= 2 && list[0] == 0xa3) {
        length = list[1];
        list = list.subspan(2);
    } else if (list.size() >= 5 && list[0] == 0xb3) {
        for (std::size_t i = 1; i < 5; ++i) length = length << 8 | list[i];
        list = list.subspan(5);
    }
    if (length > list.size()) return {};
    return {reinterpret_cast<const char*>(list.data()), length};
}

} // namespace

said amqp_session::receive(bytes_view more) {
    said out;
    held_.insert(held_.end(), more.begin(), more.end());
    while (!out.close && step(out)) {
    }
    return out;
}

bool amqp_session::step(said& out) {
    if (stage_ == stage::start || stage_ == stage::sasl_done) {
        constexpr std::string_view word = "AMQP";
        const auto known = std::min(held_.size(), word.size());
        if (!std::equal(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(known), word.begin()))
            return end(out, "not AMQP, closed"), false;
        if (held_.size() < 8) return false;
        header(out);
        held_.erase(held_.begin(), held_.begin() + 8);
        return !out.close;
    }
    if (held_.size() < 8) return false;
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4; ++i) size = size << 8 | held_[i];
    const std::size_t offset = static_cast<std::size_t>(held_[4]) * 4;
    if (size > max_frame || offset < 8 || size < offset) return end(out, "malformed AMQP frame, closed"), false;
    if (held_.size() < size) return false;
    frame(out, bytes_view(held_).subspan(offset, size - offset), held_[5] == 1);
    held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(size));
    return !out.close;
}

void amqp_session::header(said& out) {
    const auto id = held_[4];
    const bool version = held_[5] == 1 && held_[6] == 0 && held_[7] == 0;
    const bool first = stage_ == stage::start;
    if (!version || (id != 0 && !(id == 3 && first))) {
        // §2.2: answer with a header we do support, then close.
        add(out, {'A', 'M', 'Q', 'P', static_cast<std::uint8_t>(first ? 3 : 0), 1, 0, 0}, "AMQP header not supported");
        return end(out, "closed");
    }
    const bytes echo(held_.begin(), held_.begin() + 8);
    if (id == 3) {
        add(out, echo, "AMQP header 3");
        add(out, mechanisms_frame(), "sasl-mechanisms");
        stage_ = stage::sasl;
        return;
    }
    add(out, echo, "AMQP header 0");
    if (!first) {
        add(out, our_open(), "open");
        opened_ = true;
    }
    stage_ = stage::open;
}

void amqp_session::frame(said& out, bytes_view body, bool sasl) {
    if (sasl != (stage_ == stage::sasl)) return end(out, "AMQP frame of the wrong type, closed");
    if (body.empty() && !sasl) return; // a heartbeat, §2.4.5
    const auto read = read_performative(body);
    if (!read) return end(out, "malformed AMQP frame, closed");
    if (sasl)
        return read->descriptor == sasl_init_frame ? sasl_init(out, read->arguments)
                                                   : end(out, "unexpected SASL frame, closed");
    switch (read->descriptor) {
    case open_frame:
        if (opened_) return add(out, {}, "peer's open");
        opened_ = true;
        return add(out, our_open(), "open");
    case close_frame: add(out, make_frame(0, close_frame, 0, {}), "close"); return end(out, "closed");
    case begin_frame: add(out, close_unauthorized(), "close: amqp:unauthorized-access"); return end(out, "closed");
    default: return end(out, "unexpected AMQP frame, closed");
    }
}

void amqp_session::sasl_init(said& out, bytes_view arguments) {
    const auto mechanism = first_symbol(arguments);
    // MSSBCBS and ANONYMOUS put their token later, over CBS. No PLAIN password can be right here: the hub
    // answers sys (2), anything else auth (1), as users have seen.
    const bool accepted = mechanism == "ANONYMOUS" || mechanism == "MSSBCBS";
    const std::uint8_t code = accepted ? 0 : mechanism == "PLAIN" ? 2 : 1;
    add(out, make_frame(1, sasl_outcome, 1, {0x50, code}), "sasl-outcome " + std::to_string(code));
    if (!accepted) return end(out, "closed");
    stage_ = stage::sasl_done;
}

} // namespace standin
