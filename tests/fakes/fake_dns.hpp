// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/ip/udp.hpp>

#include "netprobe/dns/resolv_conf.hpp"

/// A name server on loopback, UDP and TCP on one port, on the caller's loop. What it does depends on
/// the first label of the name asked for; A is 127.0.0.1 and AAAA ::1 where nothing else is said:
///
/// ok · two (two addresses) · v4only · v6only (the other type: no data) · nx (no SOA) · nxsoa · nodata · refused ·
/// servfail · ede (NXDOMAIN, 15 "blocked by policy") · tc (whole over TCP) · tcsilent (TCP accepts and says nothing) ·
/// tcclose · tcgarbage · badid · otherq (another question) · badthenok · loop (aliases) · ploop (compression pointers)
/// · dangling (alias, NXDOMAIN) · alias · slow (200 ms) · slower (600 ms) · silent · aaaasilent (A answered) · asilent
/// · formerr (to EDNS) · formerrbare (header alone, always) · edns (only answers without EDNS) · many (4,000 A over
/// TCP) · lie (one A, 10,000 counted) · garbage · twice (the same answer) · second (two different answers) · late (the
/// second after 30 ms) · toolate (after 300 ms)
///
/// Declare it after the io_context.
class fake_dns {
public:
    explicit fake_dns(asio::io_context& io, const std::string& address = "127.0.0.1");

    /// Where it listens.
    netprobe::dns::resolver where() const;

    /// Questions received for a name and type ("A", "AAAA"), over UDP and TCP together.
    int asked(const std::string& name, const std::string& type) const;

    /// The most questions that were being answered slowly at one time.
    int most_at_once() const { return most_at_once_; }

private:
    using bytes = std::vector<std::uint8_t>;
    struct question;
    asio::awaitable<void> serve_udp();
    asio::awaitable<void> serve_tcp();
    asio::awaitable<void> serve_connection(asio::ip::tcp::socket socket);
    asio::awaitable<void> reply(bytes query, asio::ip::udp::endpoint to);
    void note(const question& q);
    static question read(const bytes& query);
    static std::vector<bytes> answers(const question& q, bool tcp);

    asio::ip::udp::socket udp_;
    asio::ip::tcp::acceptor tcp_;
    std::map<std::pair<std::string, std::string>, int> asked_;
    int at_once_ = 0, most_at_once_ = 0;
};
