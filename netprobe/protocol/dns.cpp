// SPDX-License-Identifier: MIT
//
// A question to a DNS server as a path of its own: whether anybody answers there, whatever the answer is.
#include "netprobe/dns/answer.hpp"
#include "netprobe/dns/query.hpp"
#include "netprobe/protocol/protocol.hpp"

namespace netprobe {
namespace {

constexpr auto asked_by_default = "mcr.microsoft.com";

std::string said_in(const dns_answer& answer) {
    auto text = dns::rcode_word(*answer.rcode);
    for (const auto& record : answer.records) text += " " + record.data;
    return text;
}

} // namespace

asio::awaitable<void> ask_dns(const wire& on, path_observation& seen) {
    hello_observation said;
    said.protocol = "dns";
    said.started_ms = on.budget.now_ms();
    const dns::resolver server{seen.resolve.addresses.front(), on.port_for(seen.to.port)};
    const auto name = seen.to.resource.empty() ? std::string(asked_by_default) : seen.to.resource;
    said.asked = "A " + name;
    const dns::asking with{on.budget, on.local, seen.to.as};
    const auto answer = co_await dns::query(server, name, dns::record_type::a, with);
    // Any answer is one: what it says about the name is the resolvers' diagnosis.
    said.failed = answer.rcode ? failure::none : answer.failed;
    said.code = answer.rcode ? std::string() : answer.code;
    if (answer.rcode) said.said = said_in(answer);
    said.kernel.icmp = answer.icmp;
    said.elapsed_ms = on.budget.now_ms() - said.started_ms;
    seen.failed = said.failed;
    seen.hellos.push_back(std::move(said));
}

} // namespace netprobe
