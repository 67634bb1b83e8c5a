# shellcheck shell=bash
# What the deploy commands share: words, needs, building, starting and stopping processes.
# Sourced with the repository's folder as the current one. Only processes that were started here
# are ended, each by the number in its own pid file.

bin=.build/release
command_name=${0##*/}

say() { printf '%s\n' "$*"; }
warn() { printf '%s: %s\n' "$command_name" "$*" >&2; }
die() {
    warn "$*"
    exit 1
}
usage_error() {
    warn "$1 See: deploy/$command_name --help"
    exit 2
}

# --- what a machine must have -------------------------------------------------------------------

# check_needs yes|no [WHAT...]: every need is there, or is installed (yes), or is told (no).
# WHAT: zlib tzdata readelf git. Swift cannot be installed by a package manager, so it is only told.
check_needs() {
    local may_install=$1 need
    local missing=()
    shift
    check_swift
    for need in "$@"; do
        has_need "$need" || missing+=("$need")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    install_needs "$may_install" "${missing[@]}"
    for need in "${missing[@]}"; do
        has_need "$need" || die "$(need_in_words "$need") is still missing after the installation."
    done
}

check_swift() {
    local version
    command -v swift >/dev/null 2>&1 ||
        die "Swift is missing. Install 6.2 or newer from https://www.swift.org/install/linux and run this again."
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    case $version in
        [7-9].* | [1-9][0-9]*.* | 6.[2-9] | 6.[1-9][0-9]*) ;;
        *) die "Swift ${version:-of an unknown version} is too old. Install 6.2 or newer from https://www.swift.org/install/linux and run this again." ;;
    esac
}

has_need() {
    case $1 in
        zlib) [ -e /usr/include/zlib.h ] || printf '#include <zlib.h>\n' | clang -E -x c - >/dev/null 2>&1 ;;
        tzdata) [ -e /usr/share/zoneinfo/Europe/Berlin ] && [ -e /usr/share/zoneinfo/America/New_York ] ;;
        *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

need_in_words() {
    case $1 in
        zlib) printf 'the header zlib.h' ;;
        tzdata) printf 'the time zone data in /usr/share/zoneinfo' ;;
        *) printf 'the program %s' "$1" ;;
    esac
}

# The package that holds a need, for one package manager.
package_of() {
    case $1/$2 in
        apt-get/zlib) printf 'zlib1g-dev' ;;
        dnf/zlib) printf 'zlib-devel' ;;
        apk/zlib) printf 'zlib-dev' ;;
        */readelf) printf 'binutils' ;;
        *) printf '%s' "$2" ;;
    esac
}

install_needs() {
    local may_install=$1 need manager="" each told=""
    local packages=() line=() as_root=()
    shift
    for need in "$@"; do
        told="$told${told:+ and }$(need_in_words "$need")"
    done
    for each in apt-get dnf apk pacman; do
        if command -v "$each" >/dev/null 2>&1; then
            manager=$each
            break
        fi
    done
    [ -n "$manager" ] || die "Missing: $told. No package manager known here (apt-get, dnf, apk, pacman) was found. Install that and run this again."
    for need in "$@"; do
        packages+=("$(package_of "$manager" "$need")")
    done
    case $manager in
        apt-get) line=(apt-get install -y --no-install-recommends "${packages[@]}") ;;
        dnf) line=(dnf install -y "${packages[@]}") ;;
        apk) line=(apk add "${packages[@]}") ;;
        pacman) line=(pacman -S --noconfirm --needed "${packages[@]}") ;;
    esac
    if [ "$(id -u)" -ne 0 ]; then
        as_root=(sudo)
    fi
    if [ "$may_install" = no ]; then
        die "Missing: $told. Nothing is installed because of --no-install. The command: ${as_root[*]}${as_root[*]:+ }${line[*]}"
    fi
    if [ "$(id -u)" -ne 0 ] && ! sudo -n true >/dev/null 2>&1; then
        die "Missing: $told. This user may not install it. Run this once, then try again: sudo ${line[*]}"
    fi
    say "Missing: $told. Installing it now: ${as_root[*]}${as_root[*]:+ }${line[*]}"
    if [ "$manager" = apt-get ]; then
        "${as_root[@]}" apt-get update || true
        as_root+=(env DEBIAN_FRONTEND=noninteractive)
    fi
    "${as_root[@]}" "${line[@]}" ||
        die "the installation failed. Run it by hand, then try again: ${line[*]}"
}

# build programs|all: every program in release, with the compiler's own progress; with `all` the
# tests too. Quick when nothing changed.
build() {
    local flags=()
    [ "$1" = programs ] || flags=(--build-tests)
    mkdir -p .build
    (
        if ! flock -n 8; then
            say "Another deploy command is building; waiting for it."
            flock 8
        fi
        say "Building in release. The first time takes a few minutes."
        : >.build/unfinished
        swift build -c release "${flags[@]}" 8>&- ||
            die "the build failed; its last lines above say why."
        mv .build/unfinished .build/finished
    ) 8>.build/lock || exit 1
}

# build_if_needed: nothing is built yet, a build was broken off, or a source is newer than all that
# was built. A program that somebody took away is not put back: the step that needs it says so.
build_if_needed() {
    local each newest=""
    for each in .build/finished "$bin"/tend "$bin"/tend-*; do
        if [ -f "$each" ] && { [ -z "$newest" ] || [ "$each" -nt "$newest" ]; }; then
            newest=$each
        fi
    done
    if [ -z "$newest" ] || [ -e .build/unfinished ] ||
        [ -n "$(find Package.swift Sources -newer "$newest" -print -quit)" ]; then
        build programs
    fi
}

# has_program NAME: it is there to be run; says so when it is not.
has_program() {
    [ -x "$bin/$1" ] && return 0
    warn "the program $bin/$1 is missing. To build it: swift build -c release"
    return 1
}

# --- secrets ------------------------------------------------------------------------------------

# make_key FILE: 64 hex digits, readable by the owner only, whole or not at all.
make_key() {
    [ ! -e "$1" ] || return 0
    (
        umask 077
        od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n' >"$1.new"
        printf '\n' >>"$1.new"
        mv "$1.new" "$1"
    )
}

# new_code: ten characters of Crockford's base32 from the system's generator. 256 is a multiple of
# 32, so that every character is as likely as every other.
new_code() {
    od -An -v -tu1 -w1 -N10 /dev/urandom |
        awk '{ code = code substr("0123456789ABCDEFGHJKMNPQRSTVWXYZ", $1 % 32 + 1, 1) } END { print code }'
}

# register_code GATEWAY KEYFILE CODE: makes it good for one person to join. The code goes through a
# pipe, because everybody on the machine can read the words of a command.
register_code() {
    printf '{"code":"%s"}\n' "$3" |
        "$bin/tend" --gateway "$1" --key "$2" call tend.v1.Codes/Create >/dev/null
}

# --- processes ----------------------------------------------------------------------------------
# An installation is a folder with: key, profile/, prompt/ and reminder/ (data), log/NAME.log,
# run/NAME.pid ("pid start-time") and run/NAME.address.

make_installation() {
    local at=$1
    (
        umask 077
        mkdir -p "$at/profile" "$at/prompt" "$at/reminder" "$at/log" "$at/run"
    ) || die "the folder $at cannot be made. Set TEND_HOME to a folder that this user may write."
    make_key "$at/key"
}

# When a process started, in ticks since boot; empty when there is none or it is already dead.
# With its number this names one process for good: numbers come again, start times do not.
started_at() {
    local line
    { line=$(cat "/proc/$1/stat"); } 2>/dev/null || return 0
    line=${line##*) }
    case $line in
        Z* | X*) ;;
        *) printf '%s\n' "$line" | cut -d ' ' -f 20 ;;
    esac
}

# pid_of INSTALLATION NAME: the number of the running process, or empty.
pid_of() {
    local pid="" since=""
    [ -r "$1/run/$2.pid" ] || return 0
    read -r pid since <"$1/run/$2.pid" || true
    if [ -n "$pid" ] && [ -n "$since" ] && [ "$(started_at "$pid")" = "$since" ]; then
        printf '%s' "$pid"
    fi
}

# start INSTALLATION NAME LISTEN [FLAG...]: starts one process apart from this terminal and waits
# until it has written its address. Returns 1 with the log's last lines when it does not.
start() {
    local at=$1 name=$2 listen=$3 pid tries=0
    shift 3
    rm -f "$at/run/$name.address" "$at/run/$name.pid"
    has_program "tend-$name" || return 1
    say "--- started $(date -u '+%Y-%m-%dT%H:%M:%SZ')" >>"$at/log/$name.log"
    setsid "$bin/tend-$name" --listen "$listen" --key "$at/key" \
        --address-file "$at/run/$name.address" "$@" \
        </dev/null >>"$at/log/$name.log" 2>&1 9>&- &
    pid=$!
    disown "$pid"
    printf '%s %s\n' "$pid" "$(started_at "$pid")" >"$at/run/$name.pid"
    while [ ! -s "$at/run/$name.address" ]; do
        tries=$((tries + 1))
        if [ -z "$(started_at "$pid")" ] || [ "$tries" -gt 1200 ]; then
            warn "tend-$name did not start. The last lines of $at/log/$name.log:"
            tail -n 5 "$at/log/$name.log" >&2
            stop "$at" "$name" 2 >/dev/null || true
            return 1
        fi
        sleep 0.05
    done
}

# address_of INSTALLATION NAME: where it listens.
address_of() { cat "$1/run/$2.address"; }

# The services that stand behind the gateway, in the order in which they start.
services="profile prompt reminder"

# start_service INSTALLATION NAME [FLAG...]: its address is kept over a restart, because the others
# have been told it.
start_service() {
    local at=$1 name=$2 listen=127.0.0.1:0
    shift 2
    if [ -s "$at/run/$name.address" ] && [ -n "$(pid_of "$at" gateway)" ]; then
        listen=$(address_of "$at" "$name")
    fi
    start "$at" "$name" "$listen" --data "$at/$name" "$@"
}

# start_profile INSTALLATION [FLAG...]: whoever runs this is named on the consent sheet.
start_profile() { start_service "$1" profile --operator "$(operator_name)" "${@:2}"; }
start_prompt() { start_following "$1" prompt "${@:2}"; }
start_reminder() { start_following "$1" reminder "${@:2}"; }
start_following() {
    start_service "$1" "$2" --profile "$(address_of "$1" profile)" --seeds "$PWD/seeds" "${@:3}"
}

# Who runs this server, as people read it: TEND_OPERATOR, else the name of this user's account.
operator_name() {
    local user full
    user=$(id -un)
    full=$(getent passwd "$user" 2>/dev/null | cut -d : -f 5 | cut -d , -f 1) || true
    printf '%s' "${TEND_OPERATOR:-${full:-$user}}"
}

# start_gateway INSTALLATION LISTEN [FLAG...]
start_gateway() {
    local at=$1 listen=$2 each flags=()
    shift 2
    for each in $services; do flags+=("--$each" "$(address_of "$at" "$each")"); done
    start "$at" gateway "$listen" "${flags[@]}" "$@"
}

# stop INSTALLATION NAME SECONDS: asks a process to finish and waits for it. 0 when it finished, 1
# when it had to be ended, 2 when it was not running.
stop() {
    local at=$1 name=$2 tries=$(($3 * 20)) pid
    pid=$(pid_of "$at" "$name")
    if [ -z "$pid" ]; then
        rm -f "$at/run/$name.pid" "$at/run/$name.address"
        return 2
    fi
    kill -TERM "$pid" 2>/dev/null || true
    while [ -n "$(pid_of "$at" "$name")" ]; do
        if [ "$tries" -le 0 ]; then
            kill_hard "$at" "$name"
            rm -f "$at/run/$name.pid" "$at/run/$name.address"
            return 1
        fi
        tries=$((tries - 1))
        sleep 0.05
    done
    rm -f "$at/run/$name.pid" "$at/run/$name.address"
}

# stop_all INSTALLATION: the gateway first, so that nothing new comes, then the services.
stop_all() {
    local each
    for each in gateway reminder prompt profile; do
        stop "$1" "$each" 12 || true
    done
}

# kill_hard INSTALLATION NAME: ends a process as a power cut would. Its address stays written.
kill_hard() {
    local pid
    pid=$(pid_of "$1" "$2")
    [ -n "$pid" ] || return 1
    kill -KILL "$pid" 2>/dev/null || true
    while [ -n "$(pid_of "$1" "$2")" ]; do
        sleep 0.02
    done
}

# wait_healthy GATEWAY SECONDS: until the gateway and every service say they can work.
wait_healthy() {
    local tries=$(($2 * 10))
    until is_healthy "$1"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.1
    done
}

# is_healthy GATEWAY: whether the gateway and every service answer and serve, or at least can be read.
is_healthy() {
    local report
    report=$("$bin/tend" --gateway "$1" --json status 2>/dev/null) && return 0
    # On a full disk people can still read, pass, lower and leave: that is better than nothing.
    [ "$(grep -o "\"serving\":\"\(serving\|read_only\|readOnly\)\"" <<<"$report" | grep -c .)" -eq 4 ]
}

# --- an installation of its own, gone at the end --------------------------------------------------

# begin_temporary: makes a new folder with a HOME and an installation in it, and sees to it that
# every process started there ends and the folder goes, whatever happens.
begin_temporary() {
    place=$(mktemp -d)
    installation=$place/tend
    beside=() # processes that are no part of the installation, such as a watching client
    trap end_temporary EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    mkdir "$place/home"
    export HOME=$place/home
    unset XDG_DATA_HOME XDG_CONFIG_HOME TEND_AS TEND_GATEWAY TEND_VIA TEND_HOME TEND_PORT
    make_installation "$installation"
}

end_temporary() {
    local status=$? each
    trap - EXIT
    trap '' INT TERM HUP
    for each in "${beside[@]}"; do
        kill -TERM "$each" 2>/dev/null || true
    done
    stop_all "$installation"
    rm -rf "$place"
    exit "$status"
}

# show_logs: the last lines that the processes of the temporary installation wrote.
show_logs() {
    local each
    for each in "$installation"/log/*.log; do
        [ -f "$each" ] || continue
        warn "the last lines of ${each##*/}:"
        tail -n 5 "$each" >&2
    done
}

# --- replies ------------------------------------------------------------------------------------

# field JSON NAME: the values of every member of that name in a reply of `tend --json`, one a line,
# as plain text. Enough for Tend's own one-line replies; no need for another program.
field() {
    printf '%s\n' "$1" | awk -v name="$2" '
        BEGIN { q = sprintf("%c", 34) }
        {
            rest = $0
            mark = q name q
            while ((at = index(rest, mark)) > 0) {
                before = substr(rest, at - 1, 1)
                rest = substr(rest, at + length(mark))
                if (before == "\\" || rest !~ /^[ \t]*:/) continue
                sub(/^[ \t]*:[ \t]*/, "", rest)
                if (substr(rest, 1, 1) != q) {
                    value = rest
                    sub(/[,}\] \t].*/, "", value)
                    print value
                    continue
                }
                value = ""
                for (i = 2; i <= length(rest); i++) {
                    c = substr(rest, i, 1)
                    if (c == q) break
                    if (c == "\\") { i++; c = substr(rest, i, 1); if (c == "n") c = " " }
                    value = value c
                }
                rest = substr(rest, i + 1)
                print value
            }
        }'
}
