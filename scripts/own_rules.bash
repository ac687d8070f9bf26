# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# For egress-apply, egress-remove and egress-refresh: what in this network namespace's kernel is ours, as each format
# keeps it, and how it is checked, loaded, saved and taken back. Nothing here touches rules that are not ours.
# shellcheck disable=SC2016 # $1 in single quotes is the inner shell's
# A format is eleven functions, WORD_FORMAT. Of the file: check, load, confirm; of what the kernel holds: save and restore,
# present (any of it), loaded (it refuses what its file refuses), intact (it is what its file makes, to the letter), armed
# and tried (a trial; even one that has ended), remove.

say() { echo "${0##*/}: $*"; }
fail() { echo "${0##*/}: $*" >&2; exit 2; }

# The state of a trial: of one network namespace, and gone with the rules at the next boot.
state=${EGRESS_STATE:-/run/egress}/$(stat -L -c %i /proc/self/ns/net)

# lock: one run at a time changes what is ours. File 9 is the state's folder, and locked for as long as it is open.
lock() {
    command -v flock > /dev/null || fail "flock is missing: install util-linux"
    mkdir -p "$state" && chmod 700 "$state" && exec 9< "$state" || fail "$state: it cannot be made, and trials are recorded there"
    flock -n 9 || fail "another egress-apply or egress-remove is at work in this network namespace; wait for it, or end it"
}

# usage: the comment that the script begins with.
usage() { sed -n '3,/^[^#]/s/^# \{0,1\}//p' "$0"; exit 0; }

# header FILE: sets stance, hook and expires (the last day, or nothing), and the names that go with the hook.
header() {
    local line
    # shellcheck disable=SC2034 # egress-apply's
    expires=$(sed -n '/^# egress-policy\/1 expires /{s///p;q}' "$1")
    line=$(grep -m1 '^# egress-policy/1 policy ' "$1") || fail "$1: egress-rules did not write it: it has no line \"# egress-policy/1 policy\""
    read -r _ _ _ _ stance hook _ <<< "$line"
    names
}

# names: what is ours on that hook.
names() {
    case $hook in
    host) table=egress chain=EGRESS site_chain=OUTPUT initial=h ;;
    gateway) table=egress_gateway chain=EGRESS-GATEWAY site_chain=FORWARD initial=g ;;
    *) fail "neither host nor gateway: ${hook:0:40}" ;;
    esac
    guard=egress-armed-$initial
    chains="$chain|$chain-TO"
}

# foreign FILE PATTERN: the first line of a file that is no comment and not of the pattern, for an error message.
foreign() { grep -vE -m1 "^(#.*|$2)?\$" "$1" | cut -c1-80; }

# shellcheck source=scripts/own_nftables.bash
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/own_nftables.bash"
# shellcheck source=scripts/own_iptables.bash
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/own_iptables.bash"
