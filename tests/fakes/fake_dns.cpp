// SPDX-License-Identifier: MIT
#include "tests/fakes/fake_dns.hpp"

#include <array>
#include <chrono>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/read.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

using asio::redirect_error;
using asio::use_awaitable;
using asio::ip::tcp;
using asio::ip::udp;

namespace {

using bytes = std::vector<std::uint8_t>;

void put16(bytes& out, unsigned v) {
    out.push_back(static_cast<std::uint8_t>(v >> 8));
    out.push_back(static_cast<std::uint8_t>(v));
}

bytes wire_name(std::string_view name) {
    bytes out;
    while (!name.empty()) {
        const auto label = name.substr(0, name.find('.'));
        out.push_back(static_cast<std::uint8_t>(label.size()));
        out.insert(out.end(), label.begin(), label.end());
        name.remove_prefix(std::min(name.size(), label.size() + 1));
    }
    out.push_back(0);
    return out;
}

bytes record(const bytes& owner, unsigned type, const bytes& data) {
    bytes out = owner;
    put16(out, type);
    put16(out, 1);
    put16(out, 0);
    put16(out, 30); // TTL
    put16(out, static_cast<unsigned>(data.size()));
    out.insert(out.end(), data.begin(), data.end());
    return out;
}

const bytes same{0xc0, 0x0c}; // the name asked for

bytes opt(const bytes& options = {}) {
    bytes out{0, 0, 41, 0x04, 0xd0, 0, 0, 0, 0};
    put16(out, static_cast<unsigned>(options.size()));
    out.insert(out.end(), options.begin(), options.end());
    return out;
}

bytes loopback_data(bool v6, unsigned last = 1) {
    bytes data = v6 ? bytes(16) : bytes{127, 0, 0, 0};
    data.back() = static_cast<std::uint8_t>(last);
    return data;
}

} // namespace

struct fake_dns::question {
    std::uint16_t id = 0;
    std::string name;
    unsigned type = 0;
    bool edns = false;
    bytes section; ///< as received

    std::string label() const { return name.substr(0, name.find('.')); }
    std::string type_word() const { return type == 28 ? "AAAA" : "A"; }

    struct parts {
        int rcode = 0;
        std::vector<bytes> answers = {};
        std::vector<bytes> authority = {};
        bytes options = {};
        unsigned flags = 0x8180;
    };
    bytes write(const parts& p) const {
        bytes out;
        put16(out, id);
        put16(out, p.flags | static_cast<unsigned>(p.rcode));
        put16(out, 1);
        put16(out, static_cast<unsigned>(p.answers.size()));
        put16(out, static_cast<unsigned>(p.authority.size()));
        put16(out, edns ? 1 : 0);
        out.insert(out.end(), section.begin(), section.end());
        for (const auto* records : {&p.answers, &p.authority})
            for (const auto& r : *records) out.insert(out.end(), r.begin(), r.end());
        if (edns) {
            const auto last = opt(p.options);
            out.insert(out.end(), last.begin(), last.end());
        }
        return out;
    }
    bytes address(unsigned last = 1) const { return record(same, type, loopback_data(type == 28, last)); }
};

fake_dns::fake_dns(asio::io_context& io, const std::string& address) : udp_(io), tcp_(io) {
    const auto here = asio::ip::make_address(address);
    for (int left = 50; left > 0; --left) { // a port that is free for both
        std::error_code ec;
        udp_ = udp::socket(io, udp::endpoint(here, 0));
        tcp_ = tcp::acceptor(io);
        const tcp::endpoint also(here, udp_.local_endpoint().port());
        tcp_.open(also.protocol());
        tcp_.bind(also, ec);
        if (!ec) break;
    }
    tcp_.listen();
    asio::co_spawn(io, serve_udp(), asio::detached);
    asio::co_spawn(io, serve_tcp(), asio::detached);
}

netprobe::dns::resolver fake_dns::where() const {
    return {udp_.local_endpoint().address().to_string(), udp_.local_endpoint().port()};
}

int fake_dns::asked(const std::string& name, const std::string& type) const {
    const auto seen = asked_.find({name, type});
    return seen == asked_.end() ? 0 : seen->second;
}

void fake_dns::note(const question& q) { ++asked_[{q.name, q.type_word()}]; }

fake_dns::question fake_dns::read(const bytes& query) {
    question q;
    q.id = static_cast<std::uint16_t>(query.at(0) << 8 | query.at(1));
    q.edns = query.at(11) == 1;
    std::size_t at = 12;
    while (const std::size_t length = query.at(at)) {
        if (!q.name.empty()) q.name += '.';
        for (std::size_t i = 1; i <= length; ++i) q.name += static_cast<char>(query.at(at + i));
        at += length + 1;
    }
    q.type = static_cast<unsigned>(query.at(at + 1) << 8 | query.at(at + 2));
    q.section.assign(query.begin() + 12, query.begin() + static_cast<std::ptrdiff_t>(at + 5));
    return q;
}

std::vector<bytes> fake_dns::answers(const question& q, bool over_tcp) {
    const auto label = q.label();
    const bool v6 = q.type == 28;
    const bytes soa_data = [] {
        bytes data{0, 0};
        data.resize(22);
        return data;
    }();
    const bytes soa = record(wire_name("lab"), 6, soa_data);
    const bytes truncated = q.write({.flags = 0x8380});
    const bytes good = q.write({.answers = {q.address()}});
    const bytes nodata = q.write({.authority = {soa}});
    auto bad_id = good;
    bad_id[0] ^= 1;

    if (label == "two") return {q.write({.answers = {q.address(1), q.address(2)}})};
    if (label == "v4only") return {v6 ? nodata : good};
    if (label == "v6only") return {v6 ? good : nodata};
    if (label == "nx") return {q.write({.rcode = 3})};
    if (label == "nxsoa") return {q.write({.rcode = 3, .authority = {soa}})};
    if (label == "nodata") return {nodata};
    if (label == "refused") return {q.write({.rcode = 5})};
    if (label == "servfail") return {q.write({.rcode = 2})};
    if (label == "ede") {
        bytes options{0, 15, 0, 19, 0, 15};
        for (const char c : std::string_view("blocked by policy")) options.push_back(static_cast<std::uint8_t>(c));
        return {q.write({.rcode = 3, .options = options})};
    }
    if (label.starts_with("tc") && !over_tcp) return {truncated};
    if (label == "tcsilent") return {};
    if (label == "tcgarbage") return {bytes(40, 0xff)};
    if (label == "badid") return {bad_id};
    if (label == "badthenok") return {bad_id, bytes{1, 2, 3}, good};
    if (label == "otherq") {
        auto other = good;
        other[13] ^= 0x01; // the first letter of the name
        return {other};
    }
    if (label == "loop") {
        const auto second = wire_name("loop2.lab");
        return {q.write({.answers = {record(same, 5, second), record(second, 5, same)}})};
    }
    if (label == "ploop") {
        bytes data{0xc0, 0};
        data[1] = static_cast<std::uint8_t>(12 + q.section.size() + 2 + 10); // its own place
        return {q.write({.answers = {record(same, 5, data)}})};
    }
    if (label == "dangling") return {q.write({.rcode = 3, .answers = {record(same, 5, wire_name("gone.lab"))}})};
    if (label == "alias") {
        const auto real = wire_name("real.lab");
        return {q.write({.answers = {record(same, 5, real), record(real, q.type, loopback_data(v6, v6 ? 1 : 9))}})};
    }
    if (label == "silent" || (label == "aaaasilent" && v6) || (label == "asilent" && !v6)) return {};
    if (label == "formerr" && q.edns) {
        auto plain = q;
        plain.edns = false;
        return {plain.write({.rcode = 1})};
    }
    if (label == "formerrbare") {
        bytes bare;
        put16(bare, q.id);
        for (const unsigned v : {0x8181u, 0u, 0u, 0u, 0u}) put16(bare, v);
        return {bare};
    }
    if (label == "edns" && q.edns) return {};
    if (label == "many") {
        if (!over_tcp) return {truncated};
        const std::vector<bytes> records(v6 ? 2000 : 4000, q.address());
        return {q.write({.answers = records})};
    }
    if (label == "lie") {
        auto lie = good;
        lie[6] = 10000 >> 8;
        lie[7] = 10000 & 255;
        return {lie};
    }
    if (label == "garbage") return {bytes(700, 0xc0), bytes{}};
    if (label == "twice") return {good, good};
    if (label == "second" || label == "late" || label == "toolate")
        return {good, q.write({.answers = {q.address(66)}})};
    return {good};
}

asio::awaitable<void> fake_dns::reply(bytes query, udp::endpoint to) {
    const auto q = read(query);
    note(q);
    const auto label = q.label();
    if (label == "slow" || label == "slower") {
        most_at_once_ = std::max(most_at_once_, ++at_once_);
        asio::steady_timer wait(udp_.get_executor(), std::chrono::milliseconds(label == "slow" ? 200 : 600));
        co_await wait.async_wait(use_awaitable);
        --at_once_;
    }
    const std::chrono::milliseconds between(label == "late" ? 30 : label == "toolate" ? 300 : 0);
    for (const auto& datagram : answers(q, false)) {
        std::error_code ignored;
        udp_.send_to(asio::buffer(datagram), to, 0, ignored);
        if (between.count() == 0) continue;
        asio::steady_timer wait(udp_.get_executor(), between);
        co_await wait.async_wait(use_awaitable);
    }
}

asio::awaitable<void> fake_dns::serve_udp() {
    bytes query(4096);
    while (true) {
        std::error_code ec;
        udp::endpoint from;
        const auto length =
            co_await udp_.async_receive_from(asio::buffer(query), from, redirect_error(use_awaitable, ec));
        if (ec == asio::error::operation_aborted) co_return;
        if (ec) continue; // an asker that has gone
        const bytes one(query.begin(), query.begin() + static_cast<std::ptrdiff_t>(length));
        asio::co_spawn(udp_.get_executor(), reply(one, from), asio::detached);
    }
}

asio::awaitable<void> fake_dns::serve_tcp() {
    while (true) {
        std::error_code ec;
        auto socket = co_await tcp_.async_accept(redirect_error(use_awaitable, ec));
        if (ec) co_return;
        asio::co_spawn(tcp_.get_executor(), serve_connection(std::move(socket)), asio::detached);
    }
}

asio::awaitable<void> fake_dns::serve_connection(tcp::socket socket) {
    std::error_code ec;
    std::array<std::uint8_t, 2> size{};
    co_await asio::async_read(socket, asio::buffer(size), redirect_error(use_awaitable, ec));
    if (ec) co_return;
    bytes query(static_cast<std::size_t>(size[0] << 8 | size[1]));
    co_await asio::async_read(socket, asio::buffer(query), redirect_error(use_awaitable, ec));
    if (ec) co_return;
    const auto q = read(query);
    note(q);
    if (q.label() == "tcclose") co_return;
    for (const auto& message : answers(q, true)) {
        bytes framed;
        put16(framed, static_cast<unsigned>(message.size()));
        framed.insert(framed.end(), message.begin(), message.end());
        co_await asio::async_write(socket, asio::buffer(framed), redirect_error(use_awaitable, ec));
    }
    co_await asio::async_read(socket, asio::buffer(size), redirect_error(use_awaitable, ec)); // until the asker closes
}
