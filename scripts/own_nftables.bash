# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# shellcheck disable=SC2154 # stance, hook, chain and the like: header() and names() of own_rules.bash set them
# For own_rules.bash: the eleven functions of nftables.
# shellcheck disable=SC2016 # $1 in single quotes is the inner shell's

# The table that the file is about: our own, or the site's that holds our chain.
nft_table_of() {
    if [ "$stance" = default-deny ]; then echo "$table"; else sed -n "s/^flush chain inet \([A-Za-z0-9_-]*\) $table\$/\1/p" "$1"; fi
}

check_nftables() {
    local own wrong
    own=$(nft_table_of "$1")
    [ -n "$own" ] || fail "$1: it names no table"
    # What a trial load does not show: other files, and what goes where there is more. A quote that stays is of a text over
    # several lines, which could hide them.
    wrong=$(sed -E 's/"[^"]*"/ /g; s/#.*//; '"/^(delete table inet $own|flush chain inet $own $table)\$/d" "$1" |
        grep -E -m1 '(^|[^A-Za-z0-9/._-])(include|flush|delete|destroy)([^A-Za-z0-9/._-]|$)|"' | cut -c1-80) || true
    [ -z "$wrong" ] || fail "$1: this line is not only about table inet $own: $wrong"
    # Not only read but loaded, where nobody is: a file that makes more than its one table is not ours.
    local made
    made=$(unshare -n bash -c 'nft -f "$1" && nft list tables' - "$1") || fail "$1: nft refuses it, nothing was changed"
    [ "$made" = "table inet $own" ] || fail "$1: it makes other tables than inet $own; nothing was changed"
    [ "$stance" = default-deny ] || nft list chain inet "$own" "$table" > /dev/null 2>&1 ||
        say "note: chain $table in table inet $own is new: nothing jumps to it before you say so (see the file)"
}

# What there is of ours, as a file that makes it so again.
save_nftables() {
    if [ "$stance" = default-deny ]; then
        printf 'table inet %s\ndelete table inet %s\n' "$table" "$table"
        nft list table inet "$table" 2> /dev/null || true
    else
        local own
        own=$(nft_table_of "$1")
        printf 'table inet %s {\n chain %s { }\n}\nflush chain inet %s %s\n' "$own" "$table" "$own" "$table"
        nft list chain inet "$own" "$table" 2> /dev/null || true
    fi > "$2/nftables"
}

# load_nftables FILE [SECONDS]: in one transaction; with a time, refusals end when nobody confirms until then. The
# kernel does it: the set's elements vanish, and what is not in it is let out.
load_nftables() {
    {
        cat "$1"
        [ -z "${2:-}" ] || cat << END
table inet $table {
    set armed { typeof meta nfproto; flags timeout; elements = { ipv4 timeout ${2}s, ipv6 timeout ${2}s } }
}
insert rule inet $table refuse meta nfproto != @armed counter accept comment "egress-apply: nobody confirmed"
END
    } | nft -f -
}

armed_nftables() { nft get element inet "$table" armed '{ ipv4 }' > /dev/null 2>&1; }
# Is what is loaded a trial, even one that has ended?
tried_nftables() { nft list set inet "$table" armed > /dev/null 2>&1; }
# Fails as a whole where the elements are gone already; then the rules are as their file says, without a trace.
confirm_nftables() { { echo "delete element inet $table armed { ipv4, ipv6 }"; cat "$1"; } | nft -f - 2> /dev/null; }
restore_nftables() { nft -f "$2/nftables"; }
present_nftables() {
    local own
    own=$(nft_table_of "$1")
    nft list chain inet "$own" "$table" > /dev/null 2>&1
}
loaded_nftables() { present_nftables "$1" && { [ "$stance" != default-deny ] || ! tried_nftables; }; }
# What the kernel holds, and what a namespace that is empty holds of the file: the same, but for counters.
intact_nftables() {
    local what=(table inet "$table")
    [ "$stance" = default-deny ] || what=(chain inet "$(nft_table_of "$1")" "$table")
    [ "$(nft -s list "${what[@]}")" = "$(unshare -n bash -c 'nft -f "$1" && shift && nft -s list "$@"' - "$1" "${what[@]}")" ]
}

remove_nftables() {
    local own
    ! nft list table inet "$table" > /dev/null 2>&1 || nft delete table inet "$table"
    # Allow-only: a chain in a table of the site's, and the jumps to it.
    nft list chains inet 2> /dev/null | awk -v chain="$table" '/^table/ { own = $3 } $1 == "chain" && $2 == chain { print own }' |
        while read -r own; do
            {
                nft -a list table inet "$own" | awk -v own="$own" -v chain="$table" '
                    $1 == "chain" { at = $2 }
                    { for (i = 1; i < NF; ++i) if ($i == "jump" && $(i + 1) == chain && $(NF - 1) == "handle")
                        print "delete rule inet", own, at, "handle", $NF }'
                echo "delete chain inet $own $table"
            } | nft -f -
        done
}
