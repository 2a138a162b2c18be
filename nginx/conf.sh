# conf.sh: .run/hirewire.conf, and nginx.conf made from its template. Sourced by start.
# shellcheck shell=sh disable=SC2154,SC2034
# shellcheck source=nginx/tls.sh
. nginx/tls.sh

pools() {
	sed 's/#.*//' nginx/pools | awk 'NF { print $1 }'
}

conf_get() {
	sed -n "s/^$1=//p" "$conf" 2>/dev/null | tail -n 1
}

# Replaces or adds one line; nothing is written while the value is the same.
conf_put() {
	[ "$(conf_get "$1")" != "$2" ] || return 0
	{ grep -v "^$1=" "$conf" || true; echo "$1=$2"; } >"$conf.new"
	mv "$conf.new" "$conf"
}

random_hex() {
	od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'
}

# A socket's path ends at 107 bytes. A deep checkout gets a folder in /tmp,
# which must be ours alone.
choose_sockets() {
	sock=$run/sock
	if [ ${#run} -gt 80 ]; then
		sock=/tmp/hirewire-$(id -u)-$(printf %s "$run" | cksum | cut -d' ' -f1)
		ln -sfn "$sock" "$run/sock"
	fi
	[ -d "$sock" ] || mkdir -m 700 "$sock"
	if [ -L "$sock" ] || [ ! -O "$sock" ]; then
		die "$sock belongs to somebody else"
	fi
	export HIREWIRE_SOCK="$sock"
}

# Environment, else the file, else the default; what was chosen is kept.
choose() {
	eval "value=\${$1:-}"
	# shellcheck disable=SC2154
	[ -n "$value" ] || value=$(conf_get "$1")
	[ -n "$value" ] || value=$2
	eval "$1=\$value"
}

# check_figure KEY VALUE LEAST MOST
check_figure() {
	case $2 in
	"" | *[!0-9]* | ???????*)	die "$1=$2: a whole number, $3 to $4" ;;
	esac
	[ "$2" -ge "$3" ] && [ "$2" -le "$4" ] || die "$1=$2: a whole number, $3 to $4"
}

read_conf() {
	choose_sockets
	old_port=$(conf_get PORT)
	choose PORT 8005
	check_figure PORT "$PORT" 1 65535
	choose BIND 127.0.0.1
	choose TICK_EVERY 5
	check_figure TICK_EVERY "$TICK_EVERY" 0 86400
	choose RATE 100
	[ "$RATE" = off ] || check_figure RATE "$RATE" 1 100000
	choose SOCKETS 5000
	check_figure SOCKETS "$SOCKETS" 100 60000
	choose_tls
	# A base URL of our own making follows the port, and whether nginx speaks https.
	case $(conf_get WEB_BASE_URL) in
	"http://localhost:$old_port" | "https://localhost:$old_port")
		: "${WEB_BASE_URL:=$scheme://localhost:$PORT}" ;;
	esac
	choose WEB_BASE_URL "$scheme://localhost:$PORT"
	choose WEB_ORIGINS ""
	choose TRUSTED_PROXIES ""
	check_proxies
	choose REDIS_URL ""
	check_redis
	export PORT BIND TICK_EVERY RATE SOCKETS WEB_BASE_URL WEB_ORIGINS TRUSTED_PROXIES REDIS_URL TLS_CERT TLS_KEY HTTP_PORT
	# Pools read them, also at a reload: what is only in the file must not become environment.
	for pool in $(pools); do
		key=POOL_$(echo "$pool" | tr 'a-z-' 'A-Z_')
		size=$(printenv "$key" || conf_get "$key")
		[ -z "$size" ] || check_figure "$key" "$size" 1 256
	done
	choose DATABASE_URL ""
	case $DATABASE_URL in
	"" | *"@localhost/hirewire"*"?socket="*/db.sock)	database_private=1 ;;
	*)						database_private= ;;
	esac
}

write_conf() {
	if [ ! -e "$conf" ]; then
		cat >"$conf" <<-EOF
		# Made at the first start; the environment overrides it. README.md tells the keys.
		SECRET_KEY=$(random_hex 32)
		EOF
	fi
	chmod 600 "$conf"
	read_conf
	conf_put PORT "$PORT"
	conf_put WEB_BASE_URL "$WEB_BASE_URL"
	conf_put PUSH_SOCKET "$sock/push.sock"
	conf_put INDEX_PATH "$run/index"
	[ -z "$database_private" ] || write_database_url
}

upstreams() {
	for pool in $(pools); do
		server="server unix:$sock/$pool.sock max_fails=0;"
		printf '\tupstream %s { %s %s }\n' "$pool" "$server" "$server"
	done
}

words() {
	echo "$1" | tr ', ' '\n\n' | sed '/^$/d'
}

# The addresses that people reach it by, as a browser says them; lib/io/web_guard.c has the same.
origins() {
	{
		echo "$WEB_BASE_URL"
		for host in localhost 127.0.0.1 '[::1]' "$BIND"; do
			echo "$scheme://$host:$PORT"
		done
		words "$WEB_ORIGINS"
	} | sed -nE 's|^(https?://[^/?#]+).*|\1|p' | tr 'A-Z' 'a-z' | sort -u
}

# Their names without the port.
hosts() {
	origins | sed -E 's|^https?://||; s|:[0-9]+$||' | sort -u
}

check_proxies() {
	for proxy in $(words "$TRUSTED_PROXIES"); do
		case $proxy in
		*[!0-9a-fA-F.:/]*)	die "TRUSTED_PROXIES: $proxy is no address and no network" ;;
		esac
	done
}

# It goes into nginx's configuration as it is, and may hold a password: it is not said.
check_redis() {
	case $REDIS_URL in
	"" | redis://?* | rediss://?*) ;;
	*)	die "REDIS_URL begins with redis:// or rediss://" ;;
	esac
	case $REDIS_URL in
	*[!A-Za-z0-9._~:/@%=+?\&-]*)	die "REDIS_URL: write other signs than letters and digits by percent" ;;
	esac
}

# Fronts that share Redis hear each other's live events. This nchan speaks TLS when it is told twice.
redis_upstream() {
	[ -n "$REDIS_URL" ] || return 0
	ssl=off
	[ "$REDIS_URL" = "${REDIS_URL#rediss:}" ] || ssl=on
	printf 'upstream live_redis {\n\tnchan_redis_server %s;\n\tnchan_redis_ssl %s;\n}\n' "$REDIS_URL" $ssl
}

redis_pass() {
	[ -z "$REDIS_URL" ] || echo 'nchan_redis_pass live_redis;'
}

# The folder of the newest pages: build/www leads to that of one build.
pages() {
	www_link=$bin/www
	[ -d "$www_link" ] || www_link=$home/build/www
	readlink -f "$www_link"
}

# What is in them: a package's files are as old as its last commit, whatever they hold.
sum_of() {
	(cd "$1" && find . -type f ! -name '*.gz' | LC_ALL=C sort | xargs cat) | cksum | cut -d' ' -f1
}

# The pages that nginx serves are a copy of the house's own: whatever becomes of a build meanwhile, all
# of them are there until the next ones are taken up, and those before them for as long.
take_pages() {
	newest=$(pages)
	[ -e "$newest/.csp" ] || return 1
	copies=${STATE_DIRECTORY:-$run}
	copies=${copies%%:*}/www
	copy=$copies/${newest##*/}.$(sum_of "$newest") || return 1
	if [ ! -d "$copy" ]; then
		mkdir -p "$copies" && rm -rf "$copy.new" || return 1
		cp -al "$newest" "$copy.new" 2>/dev/null ||
			{ rm -rf "$copy.new" && cp -R "$newest" "$copy.new"; } || return 1
		mv "$copy.new" "$copy" || return 1
		find "$copies" -mindepth 1 -maxdepth 1 -printf '%C@ %p\n' | sort -rn | sed -e '1,2d' -e 's/^[^ ]* //' |
		    while read -r former; do rm -rf "$former"; done
	fi
	www=$newest
	served=$copy
}

target() {
	case $1 in
	*/.pages)	echo pages.conf ;;
	*)		echo "${1##*/}" ;;
	esac
}

write_nginx_conf() {
	made=$bin/nginx
	[ -e "$made/programs.conf" ] || made=$home/build/nginx
	[ -e "$made/programs.conf" ] || die "the addresses are not made: run make"
	acme=${STATE_DIRECTORY:-$run}
	acme=${acme%%:*}/acme
	mkdir -p "$run/nginx" "$acme"
	[ "$scheme" = http ] || take_pair || die "nginx has no certificate to show"
	listen | sed 's/^/\t\t/' >"$run/nginx/listen"
	redirect | sed 's/^/\t/' >"$run/nginx/redirect"
	upstreams >"$run/nginx/upstreams"
	redis_upstream | sed 's/^/\t/' >"$run/nginx/redis"
	origins | sed 's/.*/\t"&" 0;/' >"$run/nginx/origins"
	hosts | sed 's/.*/\t"&" 1;/' >"$run/nginx/hosts"
	words "$TRUSTED_PROXIES" | sed 's/.*/\t& 1;/' >"$run/nginx/proxies"
	take_pages || [ -n "${served:-}" ] || die "the pages are not made: run make"
	user=
	[ "$(id -u)" != 0 ] || user="user root root;"
	hsts=
	case $WEB_BASE_URL in
	https:*)	hsts='add_header Strict-Transport-Security "max-age=31536000" always;' ;;
	esac
	burst=$RATE
	limits=
	if [ "$RATE" = off ]; then
		limits='/limit_(req|conn)/d'
		burst=1
	fi
	gallery=
	[ -z "$(conf_get GALLERY)" ] || gallery="include $home/nginx/demo/gallery.conf;"
	for file in nginx/*.conf nginx/mime.types "$made"/*.conf "$served/.pages"; do
		sed -E -e "$limits" -e "/^@UPSTREAMS@/{r $run/nginx/upstreams
		    d}" -e "/^@REDIS@/{r $run/nginx/redis
		    d}" -e "s|@REDIS_PASS@|$(redis_pass)|
		    /^@LISTEN@/{r $run/nginx/listen
		    d}" -e "/^@REDIRECT@/{r $run/nginx/redirect
		    d}" -e "/^@ORIGINS@/{r $run/nginx/origins
		    d}" -e "/^@HOSTS@/{r $run/nginx/hosts
		    d}" -e "/^@PROXIES@/{r $run/nginx/proxies
		    d}" -e "s|@INLINE@|$(cat "$served/.csp")|;s|@USER@|$user|;s|@HSTS@|$hsts|;s|@GALLERY@|$gallery|
		    s|@RUN@|$run|g;s|@LOG@|$log|g;s|@ACME@|$acme|g;s|@CONF@|$run/nginx|g;s|@SOCK@|$sock|g
		    s|@WWW@|$served|g;s|@BIND@|$BIND|g;s|@PORT@|$PORT|g
		    s|@NAME@|$(hosts | head -n 1)|;s|@RATE@|$RATE|g
		    s|@CONNECTIONS@|$((SOCKETS + 120))|;s|@OPEN_FILES@|$((SOCKETS * 2 + 2288))|
		    s|@EVENTS_MB@|$((16 + SOCKETS * 48 / 5000))|
		    s|@BURST@|$((burst * 4))|g;s|@OFFICE_RATE@|$((burst * 5))|g
		    s|@OFFICE_BURST@|$((burst * 20))|g" "$file" >"$run/nginx/$(target "$file")"
	done
}
