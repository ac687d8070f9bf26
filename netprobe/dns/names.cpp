// SPDX-License-Identifier: MIT
#include "netprobe/dns/names.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/ip/address.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

#include "netprobe/ascii.hpp"
#include "netprobe/dns/choose.hpp"
#include "netprobe/dns/query.hpp"
#include "netprobe/dns/slots.hpp"
#include "netprobe/printable.hpp"

namespace netprobe::dns {
namespace {

constexpr milliseconds slot_time{250};
constexpr milliseconds library_slot_time{1000}; // each blocked lookup is a thread that may last 20 s
constexpr std::size_t max_suffixes = 6;         // what the library once took

std::string key_of(std::string host) {
    if (host.ends_with('.')) host.pop_back();
    return lower(host);
}

// "fd00::1" of "[fd00::1]", "10.0.0.1"; nothing for a name.
std::optional<asio::ip::address> literal(std::string host) {
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host.find('\0') != std::string::npos) return std::nullopt;
    std::error_code ec;
    const auto address = asio::ip::make_address(host, ec);
    if (ec) return std::nullopt;
    return address;
}

// The names that a resolver is asked for, one after the other until one exists: a name without a
// dot means what the search list makes of it (resolv.conf(5), ndots).
std::vector<std::string> candidates(const std::string& host, const std::vector<std::string>& search) {
    std::vector<std::string> names;
    if (host.find('.') == std::string::npos)
        for (std::size_t i = 0; i < std::min(search.size(), max_suffixes); ++i) names.push_back(host + "." + search[i]);
    names.push_back(host);
    return names;
}

// One host: everything that is asked, and who waits for it.
struct lookup {
    explicit lookup(const asio::any_io_executor& ex) : changed(ex, asio::steady_timer::time_point::max()), grace(ex) {}

    resolve_observation seen; ///< without answers and system until they are put in
    std::vector<std::optional<dns_answer>> answers;
    std::optional<system_answer> system;
    std::size_t under_way = 0;
    std::size_t listening = 0; ///< answers are there, a second one may come
    bool decided = false;      ///< what resolve() returns is fixed
    asio::steady_timer changed, grace;

    resolve_observation snapshot() const {
        auto now = seen;
        for (const auto& answer : answers)
            if (answer) now.answers.push_back(*answer);
        now.system = system;
        return now;
    }
};

} // namespace

// Outlives the `names` object while lookups are under way.
struct names::shared : std::enable_shared_from_this<shared> {
    shared(time_budget& b, names_config c) : budget(b), config(std::move(c)) {
        for (std::size_t i = 0; i < config.resolvers.size(); ++i)
            at_resolver.push_back(std::make_shared<slots>(budget.executor(), config.width));
        at_library = std::make_shared<slots>(budget.executor(), 2 * config.width);
    }

    std::shared_ptr<lookup> start(const std::string& host);
    std::shared_ptr<lookup> start_once(const std::string& host);
    bool answer_without_asking(lookup& one, const std::string& host);
    asio::awaitable<void> ask_resolver(
        std::shared_ptr<lookup> one, std::size_t server, std::size_t slot, std::string host, record_type type);
    asio::awaitable<void> ask_the_system(std::shared_ptr<lookup> one, std::string host);
    asio::awaitable<void> answered(std::shared_ptr<lookup> one);
    void heard(const std::shared_ptr<lookup>& one);
    void decide(lookup& one) const;

    time_budget& budget;
    names_config config;
    std::vector<std::shared_ptr<slots>> at_resolver;
    std::shared_ptr<slots> at_library;
    std::map<std::string, std::shared_ptr<lookup>> by_host;
    std::vector<std::shared_ptr<lookup>> in_order;
};

void names::shared::decide(lookup& one) const {
    if (one.decided) return;
    one.decided = true;
    conclude(one.seen, one.answers, one.system, config);
    one.seen.elapsed_ms = budget.now_ms() - one.seen.started_ms;
    one.grace.cancel();
}

// An answer has come.
void names::shared::heard(const std::shared_ptr<lookup>& one) {
    --one->under_way;
    if (one->under_way == 0) {
        decide(*one);
    } else if (!one->decided && one->seen.addresses.empty()) {
        choose_addresses(one->seen, one->answers, one->system, config);
        if (!one->seen.addresses.empty()) { // the first usable one: the others have this long
            one->grace.expires_after(config.grace);
            one->grace.async_wait([self = shared_from_this(), one](std::error_code ec) {
                if (ec) return;
                self->decide(*one);
                one->changed.cancel();
            });
        }
    }
    one->changed.cancel();
}

asio::awaitable<void> names::shared::ask_resolver(
    std::shared_ptr<lookup> one, std::size_t server, std::size_t slot, std::string host, record_type type) {
    const auto self = shared_from_this();
    const auto names_to_ask = candidates(host, config.search);
    dns_answer answer;
    for (const auto& name : names_to_ask) {
        const auto is_last = [&, last = &name == &names_to_ask.back()](const dns_answer& of) {
            return last || (of.failed != failure::name_not_found && of.failed != failure::no_address);
        };
        const auto held = co_await at_resolver[server]->take(slot_time);
        const asking with{budget, config.local};
        const std::function<void(const dns_answer&)> early = [&](const dns_answer& so_far) {
            if (!is_last(so_far)) return;
            one->answers[slot] = so_far;
            ++one->listening;
            heard(one);
        };
        answer = co_await query(config.resolvers[server], name, type, with, early);
        if (is_last(answer)) break;
    }
    const bool heard_early = one->answers[slot].has_value();
    one->answers[slot] = std::move(answer);
    if (heard_early) {
        --one->listening;
        one->changed.cancel();
    } else {
        heard(one);
    }
}

asio::awaitable<void> names::shared::ask_the_system(std::shared_ptr<lookup> one, std::string host) {
    const auto self = shared_from_this();
    const auto held = co_await at_library->take(library_slot_time);
    auto answer = co_await ask_system(host, config.hosts_file, budget, config.library);
    // The library does not say that it went through the search list (facts/faults.md A20).
    for (const auto& suffix : config.search)
        if (!host.ends_with('.') && same_name(answer.canonical, host + "." + suffix))
            answer.detail = "answered with the search suffix " + suffix;
    one->system = std::move(answer);
    heard(one);
}

asio::awaitable<void> names::shared::answered(std::shared_ptr<lookup> one) {
    while (one->under_way > 0 || one->listening > 0) {
        std::error_code ignored;
        co_await one->changed.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

// Literals and pinned names.
bool names::shared::answer_without_asking(lookup& one, const std::string& host) {
    auto& seen = one.seen;
    const auto pinned = config.pinned.find(key_of(host));
    if (const auto address = literal(host)) {
        seen.source = address_source::literal;
        seen.addresses.push_back(address->to_string());
    } else if (pinned != config.pinned.end() || !config.everything_at.empty()) {
        seen.source = address_source::pinned;
        add_wanted(seen, pinned != config.pinned.end() ? pinned->second : config.everything_at, config);
        if (seen.addresses.empty()) seen.failed = failure::no_address;
    } else {
        return false;
    }
    one.decided = true;
    return true;
}

std::shared_ptr<lookup> names::shared::start(const std::string& host) {
    const auto one = std::make_shared<lookup>(budget.executor());
    one->seen.name = printable(host);
    one->seen.started_ms = budget.now_ms();
    if (answer_without_asking(*one, host)) return one;

    std::vector<record_type> types;
    if (config.want_ipv4) types.push_back(record_type::a);
    if (config.want_ipv6) types.push_back(record_type::aaaa);
    one->answers.resize(config.resolvers.size() * types.size());
    one->under_way = one->answers.size() + (config.ask_system ? 1 : 0);
    if (one->under_way == 0) decide(*one);
    if (config.ask_system) asio::co_spawn(budget.executor(), ask_the_system(one, host), asio::detached);
    for (std::size_t slot = 0; slot < one->answers.size(); ++slot) {
        auto task = ask_resolver(one, slot / types.size(), slot, host, types[slot % types.size()]);
        asio::co_spawn(budget.executor(), std::move(task), asio::detached);
    }
    return one;
}

std::shared_ptr<lookup> names::shared::start_once(const std::string& host) {
    auto& known = by_host[key_of(host)];
    if (!known) {
        known = start(host);
        in_order.push_back(known);
    }
    return known;
}

names::names(time_budget& budget, names_config config) : shared_(std::make_shared<shared>(budget, std::move(config))) {}
names::~names() = default;

asio::awaitable<resolve_observation> names::resolve(std::string host) {
    const auto all = shared_;
    const auto one = all->start_once(host);
    while (!one->decided) {
        std::error_code ignored;
        co_await one->changed.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_return one->snapshot();
}

asio::awaitable<resolve_observation> names::everything(std::string host) {
    const auto all = shared_;
    const auto one = all->start(host);
    co_await all->answered(one);
    co_return one->snapshot();
}

asio::awaitable<std::vector<resolve_observation>> names::finish() {
    const auto all = shared_;
    std::vector<resolve_observation> seen;
    for (std::size_t i = 0; i < all->in_order.size(); ++i) { // by index: another host may be added meanwhile
        const auto one = all->in_order[i];
        co_await all->answered(one);
        seen.push_back(one->snapshot());
    }
    co_return seen;
}

} // namespace netprobe::dns
