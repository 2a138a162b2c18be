# demo.sh: the simulated services and the demo company. Sourced by start.
# shellcheck shell=sh disable=SC2154,SC2034

# The services end when their input does: the pipe is held open by themselves.
run_upstreams() {
	[ -p "$run/hold" ] || mkfifo "$run/hold"
	rm -f "$log/upstreams.log"
	# shellcheck disable=SC2016
	spawn upstreams sh -c 'exec node tests/upstreams/main.js --demo --state "$1" \
	    --clickup-port "$2" --huntflow-port "$3" --bitrix-port "$4" 0<>"$5"' sh \
	    "$run/upstreams.json" "$1" "$2" "$3" "$run/hold"
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
	    "$(conf_get DEMO_HUNTFLOW_PORT | grep . || echo 0)" \
	    "$(conf_get DEMO_BITRIX_PORT | grep . || echo 0)" ||
		run_upstreams 0 0 0 ||
		die "no simulated services: $(tail -n 3 "$log/upstreams.log")"
	CLICKUP_API_URL=$(upstream_fact clickup url)
	HH_API_URL=$(upstream_fact hh url)
	SUPERJOB_API_URL=$(upstream_fact superjob url)
	SUPERJOB_OAUTH_URL=$(upstream_fact superjob site)
	LALAFO_API_URL=$(upstream_fact lalafo url)
	NOTION_API_URL=$(upstream_fact notion url)
	export CLICKUP_API_URL ALLOW_HOSTS=127.0.0.1 ALLOW_FILE_HOSTS=127.0.0.1 \
	    HH_API_URL HH_OAUTH_URL="$HH_API_URL" SUPERJOB_API_URL SUPERJOB_OAUTH_URL \
	    LALAFO_API_URL LALAFO_CATALOG_URL="$LALAFO_API_URL" NOTION_API_URL
	conf_put DEMO_CLICKUP_PORT "$(upstream_port clickup)"
	conf_put DEMO_HUNTFLOW_PORT "$(upstream_port huntflow)"
	conf_put DEMO_BITRIX_PORT "$(upstream_port bitrix)"
}

# upstream_fact SERVICE NAME: from the line that the services print.
upstream_fact() {
	sed -n "s/.*\"$1\":{[^}]*\"$2\":\"\([^\"]*\)\".*/\1/p" "$log/upstreams.log"
}

upstream_port() {
	upstream_fact "$1" url | sed 's|.*:\([0-9]*\)/.*|\1|'
}

# The company is there; its team's projects and tasks, job boards and first candidates.
prepare_demo() {
	login_email=demo@hirewire.local
	prepare_demo_company
	[ -z "$(conf_get DEMO_SEEDED)" ] || return 0
	DEMO_LINK=$("$bin/hirewire" login-link "$login_email" 2>/dev/null | tail -n 1)
	if DEMO_LINK=$DEMO_LINK node tests/upstreams/seed.js <"$log/upstreams.log" \
	    >"$log/seed.log" 2>&1; then
		conf_put DEMO_SEEDED 1
	else
		say "the demo has no tasks and job boards: see $log/seed.log"
	fi
}

# The company, its keys and its list: at the first start, and when the services moved.
prepare_demo_company() {
	ready="$CLICKUP_API_URL $(upstream_fact huntflow url)"
	[ "$(conf_get DEMO_READY)" != "$ready" ] || return 0
	"$bin/hirewire" create-admin "$login_email" --name 'Ирина Белова' \
	    --company 'Северный мост' >"$log/create-admin.log" 2>&1 ||
		die "no demo user: $(tail -n 3 "$log/create-admin.log")"
	demo_settings | "$bin/hirewire" connect "$login_email" >"$log/connect.log" 2>&1 ||
		die "no demo connections: $(tail -n 3 "$log/connect.log")"
	conf_put DEMO_READY "$ready"
	# The first sync: the page is full at the first look.
	"$bin/cgi-bin/tick" >"$log/tick.log" 2>&1 || true
}

# The list and where it lies are those of tests/upstreams/demo.js.
demo_settings() {
	cat <<-EOF
	clickup_api_key=$(upstream_fact clickup token)
	huntflow_prod_url=$(upstream_fact huntflow url)
	huntflow_prod_api_key=$(upstream_fact huntflow api_key)
	huntflow_prod_refresh_token=$(upstream_fact huntflow refresh_token)
	team_id=9012345678
	space_id=90120001
	folder_id=90120010
	list_id=$(upstream_fact clickup list)
	max_tasks=1000
	auto_sync=true
	sync_interval=30
	EOF
}
