// SPDX-License-Identifier: MIT
//
// DNS messages as bytes: what one question looks like, what one reply says. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "netprobe/observation.hpp"
#include "netprobe/stream.hpp"

namespace netprobe::dns {

/// The types we ask for (RFC 1035 §3.2.2, RFC 3596 §2.1).
enum class record_type : std::uint16_t { a = 1, aaaa = 28 };

/// "A" or "AAAA".
std::string_view to_string(record_type type) noexcept;

/// More records than this of one answer are counted, not kept.
inline constexpr std::size_t max_records = 64;

/// One reply, decoded. Names are in presentation form (RFC 1035 §5.1: a byte that is not printable
/// ASCII is \DDD), without the trailing dot, the root being "."; at most 256 characters are kept.
struct message {
    std::uint16_t id = 0;
    bool reply = false; ///< QR
    int opcode = 0;
    bool authoritative = false;       ///< AA
    bool truncated = false;           ///< TC
    bool recursion_available = false; ///< RA
    int rcode = 0;                    ///< with the OPT record's upper eight bits (RFC 6891 §6.1.3)

    bool has_question = false; ///< some servers answer an error with the header alone
    std::string question_name;
    std::uint16_t question_type = 0;
    std::uint16_t question_class = 0;

    std::vector<dns_record> answers; ///< A, AAAA and CNAME of the answer section, at most max_records
    std::size_t answers_left_out = 0;
    std::string soa; ///< owner of the first SOA in the authority section, or empty

    bool edns = false;                 ///< an OPT record is there
    std::optional<int> extended_error; ///< info code of the first Extended DNS Error (RFC 8914)
    std::string extended_error_text;   ///< the resolver's words, made printable
};

/// A recursive question (RFC 1035 §4.1); with `edns`, an OPT record that offers 1232 bytes.
/// Nothing for a name that no host can have: empty, an empty label, a label over 63 or a name over
/// 253 characters, a backslash, or a character outside printable ASCII. IDN is the caller's.
std::optional<bytes> encode_query(std::uint16_t id, std::string_view name, record_type type, bool edns = true);

/// Reads one message of at most 65,535 bytes. Nothing if it is damaged: shorter than its counts
/// say (a truncated message excepted: what came whole is kept), a compression pointer that does
/// not point backwards, an address of the wrong length.
std::optional<message> parse_message(bytes_view received);

/// True if both are the same DNS name; ASCII letters compare without case, a trailing dot is ignored.
bool same_name(std::string_view a, std::string_view b) noexcept;

} // namespace netprobe::dns
