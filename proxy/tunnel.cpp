// SPDX-License-Identifier: MIT
#include "proxy/tunnel.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "netprobe/handshake.hpp"
#include "netprobe/open_direct.hpp"
#include "proxy/curl_tunnel.hpp"
#include "proxy/early_stream.hpp"
#include "proxy/http_connect.hpp"
#include "proxy/socks5_connect.hpp"

namespace proxy {
namespace {

using netprobe::failure;
using netprobe::path_observation;

// All paths go to this one address, and it is a host of the site: more connections at once than to a far one, and
// still no flood.
constexpr std::size_t syns_at_once = 32;

class tunnel_connection final : public netprobe::connection {
public:
    tunnel_connection(const netprobe::wire& to_proxy, const address& by) : to_proxy_(to_proxy), by_(by) {}

    asio::awaitable<void> open(const netprobe::wire& on, path_observation& seen) {
        auto& way = seen.proxy.emplace();
        way.resolve = co_await on.names.resolve(by_.host);
        seen.failed = netprobe::failure_of(way.resolve);
        if (seen.failed != failure::none) co_return;
        attempts_.emplace(to_proxy_, way.resolve.addresses, by_.port);
        bottom_ = co_await attempts_->first();
        if (!bottom_) co_return; // end() says why
        netprobe::stream* to_ask = bottom_.get();
        if (by_.scheme == scheme::https) {
            secure_ = std::make_unique<netprobe::tls_stream>(*bottom_, to_proxy_.roots.context());
            auto with = netprobe::hello_for(by_.host, "http/1.1");
            way.tls = co_await netprobe::handshake(to_proxy_, *secure_, std::move(with));
            seen.failed = way.tls->failed;
            if (!way.tls->ok()) co_return;
            to_ask = secure_.get();
        }
        co_await ask(on, *to_ask, seen);
    }

    netprobe::stream* over() noexcept override { return top_; }

    asio::awaitable<void> give_up_others() override {
        if (!attempts_) co_return;
        attempts_->stop();
        co_await attempts_->rest();
    }

    asio::awaitable<void> end(path_observation& seen) override {
        top_ = nullptr;
        early_.reset();
        other_.reset();
        secure_.reset();
        bottom_.reset();
        if (!attempts_) co_return;
        seen.used = attempts_->used();
        seen.proxy->connects = co_await attempts_->rest();
        if (!seen.used) seen.failed = netprobe::failure_of(seen.proxy->connects);
    }

private:
    // The request for the tunnel over a stream to the proxy.
    asio::awaitable<void> ask(const netprobe::wire& on, netprobe::stream& over, path_observation& seen) {
        auto& way = *seen.proxy;
        std::string host = seen.to.host;
        if (by_.scheme == scheme::socks5) {
            auto resolved = co_await on.names.resolve(host);
            const auto failed = netprobe::failure_of(resolved);
            if (failed != failure::none) {
                netprobe::tunnel_observation unasked;
                unasked.asked = "SOCKS5 " + authority(host, on.port_for(seen.to.port));
                unasked.failed = seen.failed = failed;
                unasked.detail = "with socks5:// the name is looked up here; socks5h:// leaves that to the proxy";
                way.tunnel.push_back(std::move(unasked));
                co_return;
            }
            host = resolved.addresses.front();
        }
        const auto port = on.port_for(seen.to.port);
        const bool socks = by_.scheme == scheme::socks5 || by_.scheme == scheme::socks5h;
        const bool may_log_in = !way.tls || (way.tls->verify_code == 0 && way.tls->name_matches);
        tunnel_request got;
        if (socks)
            got = co_await socks5_connect(to_proxy_, over, by_, std::move(host), port);
        else
            got = co_await http_connect(to_proxy_, over, by_, may_log_in, std::move(host), port);
        if (by_.login && !may_log_in) got.seen.detail = "credentials withheld: the proxy's certificate is not trusted";
        seen.failed = got.seen.failed;
        const auto other = other_login(got.seen);
        way.tunnel.push_back(std::move(got.seen));
        if (!other.empty() && may_log_in) co_await log_in_otherwise(on, other, seen);
        if (seen.failed != failure::none || top_) co_return;
        early_ = std::make_unique<early_stream>(over, std::move(got.spare));
        top_ = early_.get();
    }

    // The scheme to try with libcurl once Basic will not do; empty: none. A ticket needs no login of ours.
    std::string other_login(const netprobe::tunnel_observation& refused) const {
        if (!refused.http || refused.http->status != 407) return {};
        const auto offers = [&](std::string_view scheme) {
            return std::find(refused.offered.begin(), refused.offered.end(), scheme) != refused.offered.end();
        };
        if (offers("Basic")) return {};
        if (by_.login && offers("NTLM")) return "NTLM";
        if (by_.login && offers("Digest")) return "Digest";
        return offers("Negotiate") ? "Negotiate" : "";
    }

    // Whether the proxy would let us in by a login that IoT Edge does not know: worth a word to its admin.
    asio::awaitable<void> log_in_otherwise(const netprobe::wire& on, std::string scheme, path_observation& seen) {
        const auto connected = attempts_->used();
        curl_request what{by_, seen.proxy->resolve.addresses.at(connected.value_or(0)), seen.to.host,
            on.port_for(seen.to.port), std::move(scheme)};
        auto opened = co_await open_with_curl(to_proxy_, std::move(what));
        for (auto& leg : opened.legs) seen.proxy->tunnel.push_back(std::move(leg));
        seen.failed = seen.proxy->tunnel.back().failed;
        other_ = std::move(opened.over);
        top_ = other_.get();
    }

    const netprobe::wire& to_proxy_;
    const address& by_;
    std::optional<netprobe::direct_attempts> attempts_;
    std::unique_ptr<netprobe::tcp_stream> bottom_;
    std::unique_ptr<netprobe::tls_stream> secure_; ///< over bottom_
    std::unique_ptr<early_stream> early_;          ///< over secure_ or bottom_
    std::unique_ptr<netprobe::stream> other_;      ///< of libcurl's making, instead of all these
    netprobe::stream* top_ = nullptr;
};

} // namespace

tunnel_route::tunnel_route(const netprobe::wire& on, const netprobe::trust& roots, address by)
    : by_(std::move(by)), gate_(on.budget, syns_at_once), to_proxy_{on.budget, on.names, roots, gate_, {}, on.local} {}

asio::awaitable<std::unique_ptr<netprobe::connection>> tunnel_route::open(
    const netprobe::wire& on, path_observation& seen) const {
    auto made = std::make_unique<tunnel_connection>(to_proxy_, by_);
    co_await made->open(on, seen);
    co_return made;
}

} // namespace proxy
