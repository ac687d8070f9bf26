# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# For egress-apply, egress-remove and egress-refresh: what in this network namespace's kernel is ours, as each format
# keeps it, and how it is checked, loaded, saved and taken back. Nothing here touches rules that are not ours.
# shellcheck disable=SC2016 # $1 in single quotes is the inner shell's
# A format is ten functions, WORD_FORMAT. Of the file: check, load, confirm; of what the kernel holds: save and restore,
# present (any of it), loaded (it refuses what its file refuses), armed and tried (a trial; even one that has ended), remove.

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

# header FILE: sets stance and hook, and the names that go with the hook.
header() {
    local line
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

# ---- nftables

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

# ---- iptables

each_family() { local f; for f in 4 6; do "$@" $f || return 1; done; }
tool_of() { [ "$1" = 4 ] && echo iptables || echo ip6tables; }

check_rules() {
    local wrong
    wrong=$(foreign "$1" "\*filter|COMMIT|:($chains) - \[0:0\]|(-[46] )?-A ($chains) .*") || true
    [ -z "$wrong" ] || fail "$1: this line is not about chain $chain: $wrong"
    unshare -n bash -c '[ -z "$2" ] || ipset restore -! -file "$2"; iptables-restore -n "$1" && ip6tables-restore -n "$1"' - "$1" "${2:-}" ||
        fail "$1: iptables refuses it, nothing was changed"
}
check_iptables() { check_rules "$1"; }

# What holds the refusals while nobody has confirmed: an ipset whose members vanish, or else the time match, which goes
# by the clock: a clock that is set meanwhile ends the trial early or late.
# Sets holder; before anything is loaded.
find_holder() {
    if command -v ipset > /dev/null && unshare -n bash -c 'ipset create e hash:net timeout 9 && iptables -A OUTPUT -m set --match-set e dst' 2> /dev/null; then
        holder=set
    elif unshare -n iptables -A OUTPUT -m time --datestop 2038-01-01 2> /dev/null; then
        holder=time
    else
        fail "this kernel has neither ipset nor iptables' time match, so nothing would take the rules back: --no-confirm"
    fi
}

# The words that a refusal gets, by family.
guard_words() {
    case $(cat "$state/$hook/guard" 2> /dev/null) in
    set) echo "-m set --match-set $guard-$1 dst" ;;
    time:*) echo "-m time --datestop $(date -u -d "@$(cut -d: -f2 "$state/$hook/guard")" +%Y-%m-%dT%H:%M:%S)" ;;
    esac
}

arm_set() {
    local net family=inet halves='0.0.0.0/1 128.0.0.0/1'
    [ "$2" = 4 ] || family=inet6 halves='::/1 8000::/1'
    ipset create -exist "$guard-$2" hash:net family $family timeout 60
    for net in $halves; do ipset add -exist "$guard-$2" "$net" timeout "$1"; done
}

# restore_family FILE GUARDED FAMILY: one transaction, with the jump where there is none.
restore_family() {
    local tool jump='' words=''
    tool=$(tool_of "$3")
    [ -z "$2" ] || words=" $(guard_words "$3")"
    "$tool" -w -C "$site_chain" -j "$chain" 2> /dev/null || jump="-I $site_chain 1 -j $chain"
    sed -e "/^-$((10 - $3)) /d" -e "s/^-$3 //" -e "s/^\(-A $chain\)\(.* -j REJECT .*\)/\1$words\2/" -e "s/^COMMIT/$jump\n&/" "$1" | "$tool-restore" -w -n
}

load_rules() {
    local file=$1 seconds=${2:-}
    if [ -n "$seconds" ]; then
        if [ "$holder" = set ]; then
            echo set > "$state/$hook/guard" && each_family arm_set "$seconds" || return 1
        else
            echo "time:$(($(date +%s) + seconds))" > "$state/$hook/guard"
        fi
    fi
    each_family restore_family "$file" "$seconds" && { [ -n "$seconds" ] || drop_guard; }
}
load_iptables() { load_rules "$@"; }

armed_iptables() {
    case $(cat "$state/$hook/guard" 2> /dev/null) in
    set) ipset -q test "$guard-4" 1.1.1.1 && ipset -q test "$guard-6" 2001:db8::1 ;;
    # The folder may be of a namespace that is gone.
    time:*) tried_iptables && [ "$(date +%s)" -lt "$(cut -d: -f2 "$state/$hook/guard")" ] ;;
    *) false ;;
    esac
}
# In either family. grep reads to the end: with -q, iptables-save would fail of a pipe that nobody reads.
tried_iptables() { tried_family 4 || tried_family 6; }
tried_family() { "$(tool_of "$1")-save" -t filter | grep -E "^-A $chain .*($guard-$1 dst|--datestop).* -j REJECT" > /dev/null; }
drop_guard() {
    local f
    for f in 4 6; do ipset -q destroy "$guard-$f" 2> /dev/null || true; done
    rm -f "$state/$hook/guard"
}
confirm_iptables() { armed_iptables && each_family restore_family "$1" '' && drop_guard; }

save_family() {
    "$(tool_of "$2")-save" -t filter | grep -E "^(:($chains) |-A ($chains) |-A $site_chain -j $chain\$)" > "$1/rules-$2" || true
}
save_iptables() { each_family save_family "$2"; }

# As it was: the chains whole, or none, and the jump only where there was one.
restore_saved_family() {
    local tool
    tool=$(tool_of "$2")
    if ! grep -q '^:' "$1/rules-$2"; then remove_family "$2"; return; fi
    {
        echo '*filter'
        grep '^:' "$1/rules-$2"
        ! "$tool" -w -C "$site_chain" -j "$chain" 2> /dev/null || echo "-D $site_chain -j $chain"
        grep -E "^-A ($chains) " "$1/rules-$2" || true
        ! grep -q "^-A $site_chain " "$1/rules-$2" || echo "-I $site_chain 1 -j $chain"
        echo COMMIT
    } | "$tool-restore" -w -n
}
restore_iptables() { each_family restore_saved_family "$2" && drop_guard; }

remove_family() {
    local save own each
    save=$(tool_of "$1")-save
    own=$("$save" -t filter | grep -oE "^:($chains) " | tr -d ': ') || return 0
    {
        echo '*filter'
        "$save" -t filter | sed -nE "/^-A ($chains) /d; s/^-A (.* -[jg] ($chains))\$/-D \1/p"
        for each in $own; do echo "-F $each"; done
        for each in $own; do echo "-X $each"; done
        echo COMMIT
    } | "${save%save}restore" -w -n
}
remove_iptables() { each_family remove_family && drop_guard; }
present_iptables() { iptables -w -S "$chain" > /dev/null 2>&1 || ip6tables -w -S "$chain" > /dev/null 2>&1; }
loaded_iptables() { each_family jumps && ! tried_iptables; }
jumps() { "$(tool_of "$1")" -w -C "$site_chain" -j "$chain" 2> /dev/null; }

# ---- ipset: sets, and the rules beside them

rules_beside() { echo "$(dirname "$1")/egress-ipset.rules"; }
own_sets() { ipset list -n 2> /dev/null | grep -E "^e${initial}[46][-.]" || true; }

check_ipset() {
    local wrong set="e${initial}[46][-.][a-z0-9-]+"
    [ -f "$(rules_beside "$1")" ] || fail "$(rules_beside "$1") is missing: the format is two files"
    wrong=$(foreign "$1" "(create -exist|flush|add|destroy) $set( .*)?|swap $set $set") || true
    [ -z "$wrong" ] || fail "$1: this line is not about a set of ours: $wrong"
    check_rules "$(rules_beside "$1")" "$1"
}

# destroy_sets KEEP: those of ours that no line of KEEP (a file of "create" lines) makes.
destroy_sets() {
    local set
    for set in $(own_sets); do
        grep -qE "^create (-exist )?$set " "$1" || ipset destroy "$set" || return 1
    done
}
load_ipset() { ipset restore -! -file "$1" && load_rules "$(rules_beside "$1")" "${2:-}" && destroy_sets "$1"; }
armed_ipset() { armed_iptables; }
tried_ipset() { tried_iptables; }
confirm_ipset() { confirm_iptables "$(rules_beside "$1")"; }
save_ipset() {
    save_iptables "$1" "$2"
    ipset save | grep -E "^(create|add) e${initial}[46][-.]" > "$2/sets" || true
}
restore_ipset() {
    awk '$1 == "create" { close_set(); set = $2; made = "hash:net family " $5 " maxelem 1048576"
             print "create -exist", set, made "\ncreate -exist", set "-n", made "\nflush", set "-n" }
         $1 == "add" { print "add", set "-n", $3 }
         function close_set() { if (set != "") print "swap", set, set "-n\ndestroy", set "-n" }
         END { close_set() }' "$2/sets" | ipset restore -! &&
        restore_iptables "$1" "$2" && destroy_sets "$2/sets"
}
present_ipset() { present_iptables; }
loaded_ipset() { loaded_iptables; }
remove_ipset() { remove_iptables && destroy_sets /dev/null; }
