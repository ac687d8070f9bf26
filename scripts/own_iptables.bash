# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# shellcheck disable=SC2154 # stance, hook, chain and the like: header() and names() of own_rules.bash set them
# For own_rules.bash: the eleven functions of iptables, and those of ipset, which is sets and the rules beside them.
# shellcheck disable=SC2016 # $1 in single quotes is the inner shell's

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
# held_rules PATTERN [RULES [SETS]]: the chains that are ours, of both families, and the sets of the pattern with their
# members: of this namespace or, with files, of an empty one that they are loaded into.
held_rules() {
    local fill='' list='
        for t in iptables ip6tables; do "$t-save" -t filter | grep -E "^(:|-A )($1) "; done
        [ -z "$2" ] || ipset save | grep -E "^(create|add) $2" | sed -E "s/ (hashsize|bucketsize|initval) [^ ]+//g" | sort'
    [ $# -eq 1 ] || fill='[ -z "$4" ] || ipset restore -! -file "$4"; iptables-restore -n "$3" && ip6tables-restore -n "$3" || exit'
    ${fill:+unshare -n} bash -c "$fill$list" - "$chains" "$1" "${2:-}" "${3:-}" || true
}
intact_iptables() { [ "$(held_rules '')" = "$(held_rules '' "$1")" ]; }

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
intact_ipset() {
    local sets="e${initial}[46][-.]"
    [ "$(held_rules "$sets")" = "$(held_rules "$sets" "$(rules_beside "$1")" "$1")" ]
}
remove_ipset() { remove_iptables && destroy_sets /dev/null; }
