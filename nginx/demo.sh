# demo.sh: the simulated services and the demo company. Sourced by start.
# shellcheck shell=sh disable=SC2154,SC2034

# The services end when their input does: the pipe is held open by themselves.
run_upstreams() {
	[ -p "$run/hold" ] || mkfifo "$run/hold"
	rm -f "$log/upstreams.log"
	# shellcheck disable=SC2016
	spawn upstreams sh -c 'exec node tests/upstreams/main.js --demo --state "$1" \
	    --clickup-port "$2" --huntflow-port "$3" 0<>"$4"' sh \
	    "$run/upstreams.json" "$1" "$2" "$run/hold"
	tries=0
	until grep -q '^{' "$log/upstreams.log" 2>/dev/null; do
		running upstreams && [ $tries -lt 500 ] || return 1
		tries=$((tries + 1))
		sleep 0.02
	done
}

# On the ports of the last time when they are free: stored addresses stay true.
start_upstreams() {
	run_upstreams "$(conf_get DEMO_CLICKUP_PORT | grep . || echo 0)" \
	    "$(conf_get DEMO_HUNTFLOW_PORT | grep . || echo 0)" ||
		run_upstreams 0 0 ||
		die "no simulated services: $(tail -n 3 "$log/upstreams.log")"
	CLICKUP_API_URL=$(upstream_fact clickup url)
	export CLICKUP_API_URL ALLOW_HOSTS=127.0.0.1
	conf_put DEMO_CLICKUP_PORT "$(upstream_port clickup)"
	conf_put DEMO_HUNTFLOW_PORT "$(upstream_port huntflow)"
}

# upstream_fact SERVICE NAME: from the line that the services print.
upstream_fact() {
	sed -n "s/.*\"$1\":{[^}]*\"$2\":\"\([^\"]*\)\".*/\1/p" "$log/upstreams.log"
}

upstream_port() {
	upstream_fact "$1" url | sed 's|.*:\([0-9]*\)/.*|\1|'
}

# The company, its keys and its list, once; the page is full at the first look.
prepare_demo() {
	login_email=demo@hirewire.local
	if ! "$bin/hirewire" create-admin "$login_email" >"$log/create-admin.log" 2>&1; then
		grep -qi 'exist\|already\|duplicate' "$log/create-admin.log" ||
			die "no demo user: $(tail -n 3 "$log/create-admin.log")"
	fi
	token=$("$bin/hirewire" token "$login_email" | tail -n 1)
	node nginx/demo.mjs "http://127.0.0.1:$PORT" "$token" "$log/upstreams.log" ||
		die "the demo company could not be set up"
}
