// SPDX-License-Identifier: MIT
#include "proxy/curl_dialogue.hpp"

#include <cstring>

#include "proxy/http_connect.hpp"
#include "proxy/inner_socket.hpp"

namespace proxy {
namespace {

// libcurl needs one or two steps to the next request; more steps, each up to 10 ms long, are for versions to come.
constexpr int most_steps = 50;
constexpr int step_ms = 10;

struct option {
    std::string_view scheme;
    unsigned long bit;
};
constexpr option options[] = {{"Digest", CURLAUTH_DIGEST}, {"NTLM", CURLAUTH_NTLM}, {"Negotiate", CURLAUTH_NEGOTIATE}};

// Of what libcurl tells while it works: why it could not, or would not, answer a challenge.
bool is_remark(std::string_view line) {
    return line.starts_with("gss_") || line.starts_with("NTLM ") || line.starts_with("Negotiate ") ||
           line.starts_with("SPNEGO ");
}

std::string_view line_behind(std::string_view text, std::string_view start) {
    const auto at = text.find(start);
    if (at == text.npos) return {};
    text.remove_prefix(at + start.size());
    return text.substr(0, text.find("\r\n"));
}

std::size_t drop(char*, std::size_t size, std::size_t count, void*) { return size * count; }

} // namespace

class curl_dialogue::state {
public:
    state(const curl_library& with, const address& by, const std::string& scheme, const std::string& host,
        std::uint16_t port)
        : curl_(with), easy_(with.easy_init()), multi_(with.multi_init()) {
        if (!easy_ || !multi_) {
            over_ = true;
            std::strcpy(error_, "no memory or descriptors left");
            return;
        }
        const auto name = host_and_port(by);
        set(CURLOPT_URL, ("http://" + authority(host, port)).c_str());
        // Under its own name, which a ticket is for, and whatever the environment says.
        set(CURLOPT_PROXY, ("http://" + name).c_str());
        set(CURLOPT_NOPROXY, "");
        set(CURLOPT_HTTPPROXYTUNNEL, 1L);
        set(CURLOPT_CONNECT_ONLY, 1L);
        for (const auto& o : options)
            if (o.scheme == scheme) set(CURLOPT_PROXYAUTH, static_cast<long>(o.bit));
        set(CURLOPT_PROXYUSERNAME,
            by.login ? by.login->user.c_str() : ""); // Negotiate too wants a name, if an empty one
        set(CURLOPT_PROXYPASSWORD, by.login ? by.login->password.c_str() : "");
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_ERRORBUFFER, error_);
        set(CURLOPT_VERBOSE, 1L); // the only place that says what GSS-API said
        set(CURLOPT_DEBUGFUNCTION, &state::on_debug);
        set(CURLOPT_DEBUGDATA, static_cast<void*>(this));
        set(CURLOPT_WRITEFUNCTION, &drop);
        set(CURLOPT_HEADERFUNCTION, &drop);
        set(CURLOPT_OPENSOCKETFUNCTION, &state::on_open);
        set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
        // Whatever it resolves to is not connected to: on_open() gives another address.
        names_ = curl_.slist_append(nullptr, (name + ":127.0.0.1").c_str());
        if (by.host.find(':') == by.host.npos) set(CURLOPT_RESOLVE, names_);
        curl_.multi_add_handle(multi_, easy_);
    }
    ~state() {
        curl_.multi_remove_handle(multi_, easy_);
        curl_.easy_cleanup(easy_);
        curl_.multi_cleanup(multi_);
        curl_.slist_free_all(names_);
    }
    state(const state&) = delete;
    state& operator=(const state&) = delete;

    void tell(const std::string& answer) { hears_ = !over_ && inner_.send(answer); }

    curl_turn next() {
        curl_turn turn;
        remark_.clear();
        const int opened = opened_;
        std::string request;
        for (int step = 0; step < most_steps && hears_ && !over_ && !request.ends_with("\r\n\r\n"); ++step) {
            int ignored = 0;
            if (step > 1) curl_.multi_poll(multi_, nullptr, 0, step_ms, &ignored);
            curl_.multi_perform(multi_, &ignored);
            if (inner_.accept()) inner_.receive(request);
            for (const CURLMsg* said = curl_.multi_info_read(multi_, &ignored); said;
                 said = curl_.multi_info_read(multi_, &ignored))
                over_ = over_ || said->msg == CURLMSG_DONE;
        }
        turn.asks = request.ends_with("\r\n\r\n");
        turn.new_connection = opened > 0 && opened_ > opened;
        turn.target = line_behind(request, "CONNECT ");
        turn.target = turn.target.substr(0, turn.target.find(' '));
        turn.authorization = line_behind(request, "\r\nProxy-Authorization: ");
        turn.remark = remark_;
        const std::string_view error = error_;
        if (!turn.asks && remark_.empty() && !error.starts_with("CONNECT tunnel failed")) turn.remark = error;
        return turn;
    }

private:
    template <class Value>
    void set(CURLoption what, Value to) {
        curl_.easy_setopt(easy_, what, to);
    }

    static curl_socket_t on_open(void* self, curlsocktype, curl_sockaddr* to) {
        auto& s = *static_cast<state*>(self);
        sockaddr_storage name{};
        socklen_t size = 0;
        const int made = s.inner_.offer(name, size);
        if (made < 0) return CURL_SOCKET_BAD;
        ++s.opened_;
        to->family = AF_UNIX;
        to->protocol = 0;
        to->addrlen = size;
        std::memcpy(&to->addr, &name, size);
        return made;
    }

    static int on_debug(CURL*, curl_infotype kind, char* text, std::size_t size, void* self) {
        const std::string_view line(text, size);
        if (kind == CURLINFO_TEXT && is_remark(line))
            static_cast<state*>(self)->remark_ = line.substr(0, line.find_last_not_of(" \n") + 1);
        return 0;
    }

    const curl_library& curl_;
    CURL* easy_;
    CURLM* multi_;
    curl_slist* names_ = nullptr;
    inner_socket inner_;
    int opened_ = 0;
    bool hears_ = true, over_ = false;
    std::string remark_;
    char error_[CURL_ERROR_SIZE] = "";
};

curl_dialogue::curl_dialogue(
    const curl_library& with, const address& by, const std::string& scheme, const std::string& host, std::uint16_t port)
    : state_(std::make_unique<state>(with, by, scheme, host, port)) {}

curl_dialogue::~curl_dialogue() = default;

curl_turn curl_dialogue::begin() { return state_->next(); }

curl_turn curl_dialogue::answer(const std::vector<std::string>& challenges, bool closed) {
    std::string text = "HTTP/1.1 407 Proxy Authentication Required\r\n";
    for (const auto& challenge : challenges) text += "Proxy-Authenticate: " + challenge + "\r\n";
    text += closed ? "Connection: close\r\n" : "";
    text += "Content-Length: 0\r\n\r\n";
    state_->tell(text);
    return state_->next();
}

} // namespace proxy
