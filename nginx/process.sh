# process.sh: children by name, their ends, and what a killed start left. Sourced by start.
# shellcheck shell=sh disable=SC2154,SC2034

# become_user ARGUMENT...: started as root, start goes on as a user of its own: the owner of the
# data folder, or "hirewire", to whom a new one is given. A user who cannot reach the house (it
# lies in /root) cannot be the one: then root stays, and a line says so.
become_user() {
	tied=${HIREWIRE_TIED:+--pdeathsig=TERM}
	unset HIREWIRE_TIED
	if [ "$(id -u)" != 0 ]; then
		[ -z "$tied" ] || exec setpriv "$tied" "$0" "$@"
		return 0
	fi
	owner=$(stat -c %u "$run" 2>/dev/null || echo 0)
	if [ "$owner" = 0 ] && starts "$action"; then
		owner=$(own_user) || owner=0
		mkdir -p "$run"
	fi
	if [ "$owner" = 0 ] || ! reaches "$owner"; then
		! starts "$action" || say "runs as root: $home, $bin or $run is closed to other users" >&2
		[ -z "$tied" ] || exec setpriv "$tied" env HIREWIRE_ROOT=1 "$0" "$@"
		return 0
	fi
	[ "$(stat -c %u "$run")" = "$owner" ] || chown -R "$owner:$(group_of "$owner")" "$run"
	low=
	for port in "${PORT:-$(conf_get PORT)}" "${HTTP_PORT:-$(conf_get HTTP_PORT)}"; do
		[ "${port:-8005}" -ge 1024 ] || low="--inh-caps=+net_bind_service --ambient-caps=+net_bind_service"
	done
	# shellcheck disable=SC2086
	HOME=$run exec setpriv --reuid="$owner" --regid="$(group_of "$owner")" --clear-groups $low $tied "$0" "$@"
}

starts() {
	case $1 in
	run | --demo | init | database)	true ;;
	*)				false ;;
	esac
}

# The id of "hirewire", who is made when it is missing.
own_user() {
	id -u hirewire 2>/dev/null || {
		useradd --system --user-group --no-create-home --home-dir /nonexistent \
		    --shell /usr/sbin/nologin hirewire >&2 && id -u hirewire
	}
}

group_of() {
	getent passwd "$1" | cut -d: -f4
}

# May this user run the house here? The data folder itself is given to him.
reaches() {
	[ -n "$(group_of "$1")" ] || return 1
	set -- setpriv --reuid="$1" --regid="$(group_of "$1")" --clear-groups
	# shellcheck disable=SC2016
	"$@" sh -c '[ -x "$1/nginx/start" ] && [ -x "$2" ] && [ -r "$2" ] && [ -x "$3" ]' \
	    sh "$home" "$bin" "$(dirname "$run")" &&
	    [ -z "$("$@" find -L "$home/nginx" "$home/sql" "$bin/cgi-bin" "$bin/hirewire" "$bin/nginx" "$(pages)" \
	    \( ! -readable -o -type d ! -executable \) -print -quit 2>/dev/null)" ]
}

# spawn NAME COMMAND...: a session of its own, so that Ctrl-C reaches start alone
# and the ends have an order; a start that is killed takes its children along.
spawn() {
	name=$1
	shift
	# What nginx says before it has read its configuration is where it writes then, too.
	case $name in
	nginx)	to=$log/nginx-error.log ;;
	*)	to=$log/${name%%-*}.log ;;
	esac
	HIREWIRE_LOG=$to setsid setpriv --pdeathsig TERM "$@" 9>&- </dev/null >>"$to" 2>&1 &
	echo $! >"$run/pid/$name"
}

pid_of() {
	cat "$run/pid/$1" 2>/dev/null
}

# A dead child of ours is not there any more: the shell reaped it in its last wait.
running() {
	pid=$(pid_of "$1") && [ -d "/proc/$pid" ]
}

# finish NAME SIGNAL SECONDS: ends a child, the hard way when it takes longer.
finish() {
	pid=$(pid_of "$1") || return 0
	rm -f "$run/pid/$1"
	kill "-$2" "$pid" 2>/dev/null || return 0
	end "$3" "$pid"
}

# end SECONDS PID...: waits until they are gone, then kills.
end() {
	tries=$(($1 * 50))
	shift
	for pid in "$@"; do
		while alive "$pid"; do
			if [ $tries -le 0 ]; then
				kill -KILL "$pid" 2>/dev/null || true
				break
			fi
			tries=$((tries - 1))
			sleep 0.02
		done
	done
}

alive() {
	state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null)
	[ -n "$state" ] && [ "$state" != Z ]
}

# Processes of this house that are not (or no longer) children of start: programs
# started detached from a request, what a killed start or a killed pool left. nginx
# wipes its environment: it is known by its working folder. $1: a pattern of programs.
strays() {
	for file in $(grep -lszxF "HIREWIRE_CONF=$conf" /proc/[0-9]*/environ) \
	    $(find /proc -maxdepth 2 -name cwd -lname "$run" 2>/dev/null); do
		folder=${file%/*}
		exe=$(readlink "$folder/exe" 2>/dev/null) || continue
		exe=${exe% (deleted)}
		case $exe in
		*/nginx | */mariadbd | "$bin"/cgi-bin/*) ;;
		*)	continue ;;
		esac
		# shellcheck disable=SC2254
		case $exe in
		${1:-*})	echo "${folder#/proc/}" ;;
		esac
	done | sort -un
}

# Ends the strays; a database of our own stays.
sweep() {
	found=
	for stray in $(strays "${1:-*}"); do
		[ "$stray" != "$(pid_of mariadbd)" ] || continue
		kill -TERM "$stray" 2>/dev/null && found="$found $stray"
	done
	# shellcheck disable=SC2086
	[ -z "$found" ] || end 20 $found
}
