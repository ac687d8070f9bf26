// SPDX-License-Identifier: MIT
#include "tools/standin/ntp.hpp"

#include <string_view>

namespace standin {
namespace {

constexpr std::size_t packet_size = 48;
constexpr std::int64_t unix_epoch_in_ntp = 2208988800; // seconds from 1900 to 1970

// 64-bit timestamp: seconds since 1900 modulo 2^32, and the fraction of a second in 2^-32.
void put_time(netprobe::bytes& to, wall_time when) {
    const auto ns = when.time_since_epoch().count();
    auto seconds = ns / 1'000'000'000, rest = ns % 1'000'000'000;
    if (rest < 0) {
        rest += 1'000'000'000;
        --seconds;
    }
    const auto whole = static_cast<std::uint64_t>(seconds + unix_epoch_in_ntp);
    const auto part = (static_cast<std::uint64_t>(rest) << 32) / 1'000'000'000;
    for (const auto value : {whole, part})
        for (int shift = 24; shift >= 0; shift -= 8) to.push_back(static_cast<std::uint8_t>(value >> shift));
}

} // namespace

std::optional<netprobe::bytes> answer_ntp(netprobe::bytes_view query, wall_time now) {
    if (query.size() < packet_size) return std::nullopt;
    const int version = query[0] >> 3 & 7, mode = query[0] & 7;
    if (version < 1 || version > 4 || mode != 3) return std::nullopt;
    // leap 0, the client's version, mode 4 (server); stratum 2; the client's poll; precision 2^-20 s
    netprobe::bytes out{static_cast<std::uint8_t>(version << 3 | 4), 2, query[2], 0xec};
    out.insert(out.end(), {0, 0, 0, 0, 0, 0, 0, 0, 127, 127, 1, 0}); // delay, dispersion, reference id
    put_time(out, now);                                              // reference
    out.insert(out.end(), query.begin() + 40, query.begin() + 48);   // originate: the client's transmit time
    put_time(out, now);
    put_time(out, now);
    return out;
}

} // namespace standin
