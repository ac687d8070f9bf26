// SPDX-License-Identifier: MIT
//
// Preloaded, it shifts the wall clock of a program by WRONG_CLOCK seconds and leaves the monotonic one alone, as a
// device with a wrong clock has it. libfaketime bends what timers of a descriptor are set to, too, so that some never
// fire.
#include <cstdlib>
#include <ctime>
#include <dlfcn.h>
#include <sys/time.h>

namespace {

time_t shift() {
    static const time_t seconds = [] {
        const char* given = std::getenv("WRONG_CLOCK");
        return given ? static_cast<time_t>(std::atoll(given)) : time_t{0};
    }();
    return seconds;
}

template <class Function>
Function* real(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

} // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* now) noexcept {
    static auto* const asked = real<int(clockid_t, timespec*)>("clock_gettime");
    const int result = asked(clock, now);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += shift();
    return result;
}

time_t time(time_t* into) noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (into) *into = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(timeval* now, void*) noexcept {
    timespec exact{};
    clock_gettime(CLOCK_REALTIME, &exact);
    *now = {exact.tv_sec, exact.tv_nsec / 1000};
    return 0;
}
}
