// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace proxy {

/// Where a PAC script may be found by name alone (web proxy auto-discovery by DNS): "http://wpad.DOMAIN/wpad.dat" for
/// each search domain, and for what is left of it without its first labels. Pure; who fetches them asks for one after
/// the other and takes the first script.
///
/// Never a name directly under a public suffix ("wpad.com", "wpad.co.uk"): whoever registers it would get the traffic
/// of everybody below it. Two labels stay, three where the last is a country's and the one before it is short or says
/// what kind of owners there are ("example.co.uk", "example.com.au"). That is a rule of thumb, stricter than the list
/// of public suffixes for most of them, and not as good for the others: what is found by it is to be shown, not to be
/// trusted. Domains that are no names are passed over; at most 16 addresses, each once.
std::vector<std::string> wpad_urls(const std::vector<std::string>& search_domains);

} // namespace proxy
