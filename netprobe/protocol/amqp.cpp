// SPDX-License-Identifier: MIT
// AMQP 1.0 (OASIS, parts in brackets): the SASL header, and the mechanisms the service offers.
#include <algorithm>
#include <array>

#include "netprobe/printable.hpp"
#include "netprobe/protocol/protocol.hpp"

namespace netprobe {
namespace {

// "AMQP", protocol id 3 (SASL), version 1.0.0 [5.3.1].
constexpr std::array<std::uint8_t, 8> sasl_header{'A', 'M', 'Q', 'P', 3, 1, 0, 0};
constexpr std::size_t max_frame = 4096; // an honest list of mechanisms is below 100 bytes

// Reads the few encodings a list of symbols may have [1.6.20–1.6.24]; every get checks its bounds.
class decoder {
public:
    explicit decoder(bytes_view from) : left_(from) {}
    bool ok() const noexcept { return ok_; }
    std::size_t get(std::size_t width) {
        if (left_.size() < width) ok_ = false;
        if (!ok_) return 0;
        std::size_t value = 0;
        for (std::size_t i = 0; i < width; ++i) value = value << 8 | left_[i];
        left_ = left_.subspan(width);
        return value;
    }
    std::string text(std::size_t size) {
        if (left_.size() < size) ok_ = false;
        if (!ok_) return {};
        const std::string out(left_.begin(), left_.begin() + static_cast<std::ptrdiff_t>(size));
        left_ = left_.subspan(size);
        return printable(out, 32);
    }
    void expect(std::size_t a, std::size_t b) {
        if (a != b) ok_ = false;
    }
    void refuse() { ok_ = false; }

private:
    bytes_view left_;
    bool ok_ = true;
};

std::string join(const std::vector<std::string>& names) {
    std::string all;
    for (const auto& name : names) all += (all.empty() ? "" : ", ") + name;
    return all;
}

// The body of a sasl-mechanisms frame [5.3.3.1]: described list of one field, a symbol or an array of them.
std::optional<std::vector<std::string>> mechanisms(bytes_view body) {
    constexpr std::size_t described = 0, small_ulong = 0x53, ulong = 0x80, mechanisms_code = 0x40;
    constexpr std::size_t list8 = 0xc0, list32 = 0xd0, array8 = 0xe0, array32 = 0xf0, sym8 = 0xa3, sym32 = 0xb3;
    decoder in(body);
    in.expect(in.get(1), described);
    const auto descriptor = in.get(1);
    if (descriptor != small_ulong && descriptor != ulong) in.refuse();
    in.expect(in.get(descriptor == ulong ? 8 : 1), mechanisms_code);
    const auto list = in.get(1);
    if (list != list8 && list != list32) in.refuse();
    const std::size_t list_width = list == list32 ? 4 : 1;
    in.get(list_width); // its size in bytes
    if (in.get(list_width) < 1) in.refuse();
    std::vector<std::string> names;
    auto type = in.get(1);
    std::size_t count = 1;
    if (type == array8 || type == array32) {
        const std::size_t width = type == array32 ? 4 : 1;
        in.get(width);
        count = in.get(width);
        type = in.get(1);
    }
    if (type != sym8 && type != sym32) in.refuse();
    for (std::size_t i = 0; i < count && in.ok() && names.size() < 16; ++i)
        names.push_back(in.text(in.get(type == sym32 ? 4 : 1)));
    if (!in.ok()) return std::nullopt;
    return names;
}

greeting not_amqp(std::string said) { return {failure::protocol_mismatch, std::move(said)}; }

} // namespace

bytes amqp_hello(const target&) { return {sasl_header.begin(), sasl_header.end()}; }

std::optional<greeting> amqp_parse(bytes_view received) {
    const auto magic = std::min<std::size_t>(received.size(), 4);
    if (!std::equal(received.begin(), received.begin() + static_cast<std::ptrdiff_t>(magic), sasl_header.begin()))
        return not_amqp("not AMQP");
    if (received.size() < sasl_header.size()) return std::nullopt;
    // A peer that wants another layer or version answers with the header it does speak, and closes [2.2].
    const auto version =
        std::to_string(received[5]) + "." + std::to_string(received[6]) + "." + std::to_string(received[7]);
    if (version != "1.0.0") return not_amqp("AMQP " + version + ", not 1.0.0");
    if (received[4] != sasl_header[4])
        return greeting{
            failure::none, "AMQP " + version + " without SASL (protocol id " + std::to_string(received[4]) + ")"};
    const auto frame = received.subspan(sasl_header.size());
    if (frame.size() < 8) return std::nullopt;
    const std::size_t size =
        std::size_t{frame[0]} << 24 | std::size_t{frame[1]} << 16 | std::size_t{frame[2]} << 8 | frame[3];
    const std::size_t data = std::size_t{frame[4]} * 4;
    constexpr std::uint8_t sasl_frame = 1;
    if (size > max_frame || data < 8 || size < data || frame[5] != sasl_frame)
        return not_amqp("AMQP header, then no SASL frame");
    if (frame.size() < size) return std::nullopt;
    const auto offered = mechanisms(frame.subspan(data, size - data));
    if (!offered) return not_amqp("AMQP header, then no list of SASL mechanisms");
    return greeting{failure::none, "SASL " + join(*offered)};
}

} // namespace netprobe
