// SPDX-License-Identifier: MIT
#include "proxy/curl_tunnel.hpp"

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

#include "netprobe/errc.hpp"
#include "netprobe/kernel_evidence.hpp"
#include "netprobe/printable.hpp"
#include "proxy/curl_dialogue.hpp"
#include "proxy/http_connect.hpp"
#include "proxy/on_thread.hpp"
#include "proxy/proxy_line.hpp"

namespace proxy {
namespace {

using netprobe::failure;
using netprobe::tunnel_observation;

// NTLM takes two, Negotiate up to three, Digest two and one for each nonce that has become stale.
constexpr std::size_t most_requests = 8;

// The next turn of libcurl: behind a 407 with its challenges, or the first.
struct thought {
    std::shared_ptr<curl_dialogue> by;
    std::optional<std::vector<std::string>> challenges;
    bool closed = false;
    curl_turn turn;
    std::atomic<bool> ready = false;

    void think() {
        turn = challenges ? by->answer(*challenges, closed) : by->begin();
        ready.store(true, std::memory_order_release);
    }
};

// GSS-API looks for a ticket at a KDC that may be silent.
bool may_block(const std::string& scheme) { return scheme == "Negotiate"; }

// What of an answer to a challenge proves that we know the password.
std::string_view proof_in(std::string_view authorization) {
    constexpr std::string_view response = "response=\"";
    const auto at = authorization.find(response);
    if (at == authorization.npos)
        return authorization.substr(std::min(authorization.find(' ') + 1, authorization.size()));
    const auto rest = authorization.substr(at + response.size());
    return rest.substr(0, rest.find('"'));
}

// Why it cannot even be tried; empty: it can.
std::string obstacle(const curl_library* with, const std::string& scheme) {
    if (!with) return "libcurl is not on this device (Debian: libcurl4), so " + scheme + " cannot be tried";
    if (!with->knows(scheme))
        return "the libcurl of this device was built without " + scheme + ", so it cannot be tried";
    return {};
}

// A conversation from the first request to the tunnel, or to whatever ends it.
class conversation {
public:
    conversation(const netprobe::wire& on, const curl_request& what, const curl_library& with)
        : on_(on), what_(what), kept_(what.by), thinking_(on.budget.executor()), line_(on.budget.executor()),
          curl_(std::make_shared<curl_dialogue>(with, what.by, what.scheme, what.host, what.port)) {}

    asio::awaitable<void> run(curl_opened& result) {
        auto first = begin_leg();
        co_await line_.dial(on_, what_.by, what_.proxy_address, first);
        if (!first.ok()) {
            end_leg(result, std::move(first));
            co_return;
        }
        const netprobe::watchdog guard(on_.budget, [this] {
            netprobe::close_with_evidence(line_.socket(), at_expiry_);
            std::error_code ignored;
            thinking_.close(ignored);
        });
        std::optional<std::vector<std::string>> challenges;
        while (co_await ask_once(guard, challenges, result)) {
        }
        if (!result.over) netprobe::close_with_evidence(line_.socket(), result.legs.back().kernel);
    }

private:
    tunnel_observation begin_leg() const {
        tunnel_observation leg;
        leg.asked = netprobe::printable("CONNECT " + authority(what_.host, what_.port), 300);
        leg.started_ms = on_.budget.now_ms();
        return leg;
    }

    void end_leg(curl_opened& result, tunnel_observation leg) {
        leg.elapsed_ms = on_.budget.now_ms() - leg.started_ms;
        result.legs.push_back(std::move(leg));
    }

    // Time is up: so it is told, whatever the closed socket made of it.
    void end_late(curl_opened& result, tunnel_observation leg, failure expired) {
        leg.failed = expired;
        leg.code.clear();
        if (!leg.kernel.tcp) leg.kernel = std::move(at_expiry_);
        end_leg(result, std::move(leg));
    }

    // The words of libcurl, which may repeat what a proxy said.
    std::string shown(const std::string& remark) const {
        if (remark.empty()) return {};
        auto text = netprobe::printable("libcurl: " + remark, 500);
        kept_.hide_in(text);
        return text;
    }

    // libcurl goes no further; the answer that made it stop is the last leg.
    void give_up(const curl_turn& turn, curl_opened& result, tunnel_observation leg) {
        if (result.legs.empty()) {
            leg.failed = failure::not_tried;
            end_leg(result, std::move(leg));
        }
        auto& last = result.legs.back();
        const auto& offered = last.offered;
        if (!turn.remark.empty())
            last.detail = shown(turn.remark);
        else if (offered.empty())
            last.detail = "the proxy names no scheme";
        else if (std::find(offered.begin(), offered.end(), what_.scheme) == offered.end())
            last.detail = "the proxy does not offer " + what_.scheme;
    }

    // One request and its answer; false: that was the last.
    asio::awaitable<bool> ask_once(
        const netprobe::watchdog& guard, std::optional<std::vector<std::string>>& challenges, curl_opened& result) {
        auto leg = begin_leg();
        std::error_code ec;
        const auto next = co_await think(challenges, ec);
        if (guard.expired() != failure::none) {
            if (may_block(what_.scheme)) leg.detail = "not sent: GSS-API was still looking for a ticket";
            end_late(result, std::move(leg), guard.expired());
            co_return false;
        }
        if (!next->ready.load(std::memory_order_acquire)) {
            netprobe::conclude(leg, ec, guard);
            end_leg(result, std::move(leg));
            co_return false;
        }
        const auto& turn = next->turn;
        if (!turn.asks) {
            give_up(turn, result, std::move(leg));
            co_return false;
        }
        if (result.legs.size() == most_requests) {
            result.legs.back().failed = failure::too_much;
            result.legs.back().detail = "asked for credentials again and again";
            co_return false;
        }
        if (turn.new_connection || !line_.socket().is_open()) {
            co_await line_.dial(on_, what_.by, what_.proxy_address, leg);
            if (guard.expired() != failure::none) {
                end_late(result, std::move(leg), guard.expired());
                co_return false;
            }
            if (!leg.ok()) {
                end_leg(result, std::move(leg));
                co_return false;
            }
        }
        kept_.add(proof_in(turn.authorization));
        auto got = co_await http_connect(on_, line_.top(), kept_, turn.authorization, turn.target);
        auto& seen = got.seen;
        if (seen.detail.empty()) seen.detail = shown(turn.remark);
        const int status = seen.http ? seen.http->status : 0;
        const bool refused = seen.failed == failure::denied && status != 407;
        if (guard.expired() != failure::none && !refused) {
            end_late(result, std::move(seen), guard.expired());
            co_return false;
        }
        const bool opened = seen.ok();
        result.legs.push_back(std::move(seen));
        if (opened) result.over = over_line(std::move(line_), std::move(got.spare));
        challenges = std::move(got.challenges);
        co_return status == 407;
    }

    asio::awaitable<std::shared_ptr<thought>> think(
        const std::optional<std::vector<std::string>>& challenges, std::error_code& ec) {
        auto next = std::make_shared<thought>();
        next->by = curl_;
        next->challenges = challenges;
        next->closed = !line_.socket().is_open();
        if (may_block(what_.scheme)) {
            std::function<void()> work = [next] { next->think(); };
            co_await run_on_thread(thinking_, std::move(work), ec);
        } else {
            next->think();
        }
        co_return next;
    }

    const netprobe::wire& on_;
    const curl_request& what_;
    secrets kept_;
    asio::posix::stream_descriptor thinking_; ///< open while a thread thinks
    proxy_line line_;
    std::shared_ptr<curl_dialogue> curl_; ///< shared with that thread
    netprobe::kernel_evidence at_expiry_;
};

} // namespace

asio::awaitable<curl_opened> open_with_curl(const netprobe::wire& on, curl_request what, const curl_library* with) {
    curl_opened result;
    if (auto why = obstacle(with, what.scheme); !why.empty()) {
        auto& leg = result.legs.emplace_back();
        leg.asked = netprobe::printable("CONNECT " + authority(what.host, what.port), 300);
        leg.started_ms = on.budget.now_ms();
        leg.failed = failure::not_tried;
        leg.detail = std::move(why);
        co_return result;
    }
    conversation with_proxy(on, what, *with);
    co_await with_proxy.run(result);
    co_return result;
}

} // namespace proxy
