// SPDX-License-Identifier: MIT
#include "netprobe/dns/answer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto reply = netprobe::dns::parse_message({data, size});
    if (!reply) return 0;
    netprobe::dns_answer seen;
    seen.name = reply->question_name;
    seen.type = "A";
    netprobe::dns::conclude(seen, *reply);
    netprobe::dns::addresses(seen);
    return 0;
}
