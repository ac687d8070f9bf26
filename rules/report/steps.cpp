// SPDX-License-Identifier: MIT
//
// Every name's answers and every step of every path with its numbers: the verbose part of a page.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "rules/report/page.hpp"
#include "rules/report/text.hpp"

namespace rules {
namespace {

constexpr std::size_t column = 37;

std::string joined(const std::vector<std::string>& texts, std::size_t at_most = 8) {
    std::string all;
    for (std::size_t i = 0; i < std::min(texts.size(), at_most); ++i)
        all += (i > 0 ? ", " : "") + one_line(texts[i], 80);
    if (texts.size() > at_most) all += fmt::format(" and {} more", texts.size() - at_most);
    return all;
}

/// Appends "; name value" for what is there.
void add(std::string& to, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    if (!to.empty()) to += "; ";
    to += name;
    if (!name.empty()) to += ' ';
    to += one_line(value, 160);
}

std::string kernel_text(const netprobe::kernel_evidence& of) {
    std::string text;
    for (const netprobe::icmp_error& e : of.icmp)
        add(text, e.version == 6 ? "ICMPv6" : "ICMP",
            fmt::format("type {} code {} from {}", e.type, e.code, e.offender.empty() ? "nobody named" : e.offender));
    if (of.tcp)
        add(text, "TCP",
            fmt::format("{}, {} retransmits, {} acked, {} received, rtt {}, mss {}", of.tcp->state,
                of.tcp->total_retrans, of.tcp->bytes_acked, of.tcp->bytes_received, shown_ms(of.tcp->rtt_ms),
                of.tcp->snd_mss));
    add(text, "taken here by", of.local_peer);
    return text;
}

void write_step(page& to, const char* name, const netprobe::outcome& of, std::string_view what) {
    std::string text(what);
    if (!of.ok()) {
        add(text, "", to_string(of.failed));
        add(text, "", of.code);
    }
    add(text, "", of.detail);
    to.entry({{fmt::format("  {:<9}", name), paint::faint},
                 {fmt::format("{:<7}", of.ok() ? "ok" : "FAILED"), of.ok() ? paint::good : paint::bad},
                 {fmt::format("{:>8} {:>8}", shown_ms(of.started_ms), '+' + shown_ms(of.elapsed_ms))}},
        column, text);
}

std::string resolve_text(const netprobe::resolve_observation& of) {
    std::string text = joined(of.addresses, netprobe::max_addresses);
    if (of.addresses_left_out > 0) add(text, "left out", std::to_string(of.addresses_left_out));
    return text;
}

std::string connect_text(const netprobe::connect_observation& of) {
    std::string text;
    add(text, "to", fmt::format("{} port {}", of.address, of.port));
    add(text, "from", of.local_address);
    add(text, "", kernel_text(of.kernel));
    return text;
}

std::string tls_text(const netprobe::tls_observation& of) {
    std::string text;
    add(text, "", of.version);
    add(text, "", of.cipher);
    add(text, "SNI", of.server_name);
    add(text, "ALPN", of.alpn);
    if (of.alert) add(text, "alert", std::to_string(*of.alert));
    if (!of.chain.empty()) {
        add(text, "leaf", of.chain.front().subject);
        add(text, "issuer", of.chain.front().issuer);
        add(text, "until", of.chain.front().not_after);
        add(text, "chain", fmt::format("of {}", of.chain.size() + of.chain_left_out));
        add(text, "verify", fmt::format("{} {}", of.verify_code, of.verify_text));
        add(text, "", of.name_matches ? "name matches" : "NAME DOES NOT MATCH");
        add(text, "root", of.root);
        add(text, "", of.service_root ? "a root of the service" : "");
    }
    add(text, "", of.client_certificate_asked ? "client certificate asked" : "");
    add(text, "first bytes", of.first_bytes);
    add(text, "", fmt::format("{} B sent, {} B received", of.bytes_sent, of.bytes_received));
    add(text, "", kernel_text(of.kernel));
    return text;
}

std::string http_text(const netprobe::http_answer& of) {
    return fmt::format("{} {}", of.status, one_line(of.reason, 60));
}

std::string tunnel_text(const netprobe::tunnel_observation& of) {
    std::string text = one_line(of.asked, 300);
    add(text, "credentials", of.credentials);
    if (of.http) {
        add(text, "HTTP", http_text(*of.http));
        for (const auto& [name, value] : of.http->headers)
            if (name.starts_with("proxy-") || name.starts_with("x-squid") || name == "via" || name == "server" ||
                name == "retry-after" || name == "location")
                add(text, one_line(name, 40) + ":", value);
    }
    const auto number = [&](const char* name, const std::optional<int>& value) {
        if (value) add(text, name, std::to_string(*value));
    };
    if (of.socks) {
        number("method", of.socks->method);
        number("login", of.socks->login);
        number("reply", of.socks->reply);
    }
    if (of.early_bytes > 0) add(text, "early bytes", std::to_string(of.early_bytes));
    if (!of.ok()) add(text, "first bytes", of.first_bytes);
    add(text, "", kernel_text(of.kernel));
    return text;
}

std::string upgrade_text(const netprobe::upgrade_observation& of) {
    std::string text;
    add(text, "HTTP", http_text(of.answer));
    add(text, "subprotocol", of.subprotocol);
    add(text, "", of.accept_matches ? "accept key matches" : "accept key does not match");
    add(text, "", kernel_text(of.kernel));
    return text;
}

std::string hello_text(const netprobe::hello_observation& of) {
    std::string text;
    add(text, "", of.protocol);
    add(text, "asked", of.asked);
    add(text, "said", of.said);
    if (of.http) add(text, "HTTP", http_text(*of.http));
    if (of.clock_offset_ms) add(text, "clock", fmt::format("{:+.0f} ms", *of.clock_offset_ms));
    add(text, "first bytes", of.first_bytes);
    add(text, "", kernel_text(of.kernel));
    return text;
}

std::string answer_text(const netprobe::dns_answer& of) {
    std::string text = fmt::format("{} from {}", one_line(of.type, 10), one_line(of.resolver, 60));
    if (of.rcode) add(text, "rcode", std::to_string(*of.rcode));
    if (of.extended_error) add(text, "EDE", fmt::format("{} {}", *of.extended_error, of.extended_error_text));
    std::vector<std::string> records;
    for (const netprobe::dns_record& r : of.records)
        records.push_back(fmt::format("{} {} ttl {}", r.type, one_line(r.data, 80), r.ttl));
    add(text, "", joined(records));
    std::vector<std::string> second;
    for (const netprobe::dns_record& r : of.second_records)
        second.push_back(fmt::format("{} {}", r.type, one_line(r.data, 80)));
    add(text, "SECOND, DIFFERENT ANSWER", joined(second));
    if (of.records_left_out > 0) add(text, "left out", std::to_string(of.records_left_out));
    add(text, "SOA", of.soa);
    add(text, "", of.authoritative ? "authoritative" : "");
    if (of.truncated) add(text, "truncated, TCP", of.over_tcp ? "answered" : "did not help");
    if (of.bad_replies > 0) add(text, "bad replies", std::to_string(of.bad_replies));
    if (of.tries > 1) add(text, "tries", std::to_string(of.tries));
    add(text, "", kernel_text({of.icmp, std::nullopt}));
    return text;
}

void write_name(page& to, const netprobe::resolve_observation& of) {
    to.blank();
    to.entry({{"name ", paint::faint}, {one_line(of.name, 255), paint::strong}}, 0, "");
    if (of.system) {
        std::string text = "addresses " + (of.system->addresses.empty() ? "none" : joined(of.system->addresses));
        add(text, "canonical", of.system->canonical);
        add(text, "hosts file", joined(of.system->hosts_file));
        write_step(to, "system", *of.system, text);
    }
    for (const netprobe::dns_answer& answer : of.answers) write_step(to, "resolver", answer, answer_text(answer));
}

void write_way_to_proxy(page& to, const netprobe::proxy_observation& of) {
    write_step(to, "proxy", of.resolve, of.resolve.name + "; " + resolve_text(of.resolve));
    for (const auto& step : of.connects) write_step(to, "connect", step, connect_text(step));
    if (of.tls) write_step(to, "tls", *of.tls, "with the proxy; " + tls_text(*of.tls));
    for (const auto& step : of.tunnel) write_step(to, "tunnel", step, tunnel_text(step));
}

void write_path(page& to, const path_result& of) {
    to.blank();
    to.entry({{"path ", paint::faint}, {one_line(shown_target(of).id, 200), paint::strong},
                 {fmt::format("  {}", shown_ms(of.seen.elapsed_ms))}},
        0, "");
    const netprobe::path_observation& seen = of.seen;
    if (seen.proxy)
        write_way_to_proxy(to, *seen.proxy);
    else
        write_step(to, "resolve", seen.resolve, resolve_text(seen.resolve));
    for (const auto& step : seen.connects) write_step(to, "connect", step, connect_text(step));
    if (seen.tls) write_step(to, "tls", *seen.tls, tls_text(*seen.tls));
    if (seen.hold)
        write_step(to, "hold", *seen.hold,
            (seen.to.as.use_every_ms > 0 ? "in use for " : "left alone for ") + shown_ms(seen.hold->idle_ms) +
                (seen.hold->ok() ? "" : "; " + kernel_text(seen.hold->kernel)));
    if (seen.upgrade) write_step(to, "upgrade", *seen.upgrade, upgrade_text(*seen.upgrade));
    for (const auto& step : seen.hellos) write_step(to, "hello", step, hello_text(step));
    if (!seen.next_host.empty()) to.entry({{"  next", paint::faint}}, column, seen.next_host);
}

} // namespace

void write_steps(page& to, const report& of) {
    for (const netprobe::resolve_observation& name : of.run.names) write_name(to, name);
    for (const path_result& path : of.paths) write_path(to, path);
}

} // namespace rules
