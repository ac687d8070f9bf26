// SPDX-License-Identifier: MIT
#include "proxy/proxy_line.hpp"

#include <utility>

#include "netprobe/connect.hpp"
#include "netprobe/handshake.hpp"
#include "netprobe/kernel_evidence.hpp"
#include "proxy/early_stream.hpp"

namespace proxy {
namespace {

class line_stream final : public netprobe::stream {
public:
    line_stream(proxy_line whole, netprobe::bytes early)
        : line_(std::move(whole)), top_(line_.top(), std::move(early)) {}

    asio::awaitable<std::size_t> read_some(std::span<std::uint8_t> into, std::error_code& ec) override {
        return top_.read_some(into, ec);
    }
    asio::awaitable<void> write(netprobe::bytes_view from, std::error_code& ec) override {
        return top_.write(from, ec);
    }
    asio::ip::tcp::socket& socket() override { return top_.socket(); }

private:
    proxy_line line_;
    early_stream top_;
};

// How a step before the request failed.
template <class Step>
void take_over(netprobe::tunnel_observation& leg, const Step& from, std::string detail) {
    leg.failed = from.failed;
    leg.code = from.code;
    leg.detail = std::move(detail);
    leg.kernel = from.kernel;
}

} // namespace

asio::awaitable<void> proxy_line::dial(
    const netprobe::wire& on, const address& by, std::string proxy_address, netprobe::tunnel_observation& leg) {
    secure_.reset();
    bottom_.reset();
    connecting_ = asio::ip::tcp::socket(on.budget.executor());
    const auto reached = co_await netprobe::connect(on, connecting_, std::move(proxy_address), by.port);
    if (!reached.ok()) {
        take_over(leg, reached, "on connecting to the proxy");
        co_return;
    }
    bottom_ = std::make_unique<netprobe::tcp_stream>(std::move(connecting_));
    if (by.scheme != scheme::https) co_return;
    secure_ = std::make_unique<netprobe::tls_stream>(*bottom_, on.roots.context());
    auto with = netprobe::hello_for(by.host, "http/1.1");
    const auto secured = co_await netprobe::handshake(on, *secure_, std::move(with));
    if (!secured.ok()) {
        take_over(leg, secured, "in TLS with the proxy");
        leg.first_bytes = secured.first_bytes;
    } else if (secured.verify_code != 0 || !secured.name_matches) {
        leg.failed = netprobe::failure::not_tried;
        leg.detail = "credentials withheld: the proxy's certificate is not trusted";
        netprobe::close_with_evidence(bottom_->socket(), leg.kernel);
    }
}

std::unique_ptr<netprobe::stream> over_line(proxy_line whole, netprobe::bytes early) {
    return std::make_unique<line_stream>(std::move(whole), std::move(early));
}

} // namespace proxy
