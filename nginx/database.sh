# database.sh: a private MariaDB: own data folder, own socket, no network. Sourced by start.
# shellcheck shell=sh disable=SC2154,SC2034

# The demo has a database of its own beside the real one; the file names the one in use.
write_database_url() {
	database=hirewire${demo:+_demo}
	password=$(conf_get DATABASE_URL | sed -n 's|^mysql://hirewire:\([^@]*\)@.*|\1|p')
	[ -n "$password" ] || password=$(random_hex 16)
	conf_put DATABASE_URL \
	    "mysql://hirewire:$password@localhost/$database?socket=$sock/db.sock"
	# Run at each start of the server, so the account always fits the file. A restore works in
	# databases of its own beside ours.
	cat >"$run/database.sql" <<-EOF
	CREATE DATABASE IF NOT EXISTS $database CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
	CREATE USER IF NOT EXISTS hirewire@localhost;
	ALTER USER hirewire@localhost IDENTIFIED BY '$password';
	GRANT ALL ON $database.* TO hirewire@localhost;
	GRANT ALL ON \`${database}\\_restore\`.* TO hirewire@localhost;
	GRANT ALL ON \`${database}\\_before\`.* TO hirewire@localhost;
	EOF
}

# Options that the data folder itself depends on.
data_options="--no-defaults --innodb-undo-tablespaces=0
--innodb-log-file-size=${DB_LOG_SIZE:-64M} --innodb-ft-min-token-size=1
--character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_520_ci"

# MariaDB's installer says nothing that helps.
check_space() {
	space=$(df -Pm "$run" | awk 'NR == 2 { print $4 }')
	[ "$space" -ge 256 ] ||
		die "$run has $space MB left and the database begins with 256: free some, or set HIREWIRE_RUN"
}

# DB_TEMPLATE names a folder made by "start init": tests copy it instead.
make_data() {
	rm -rf "$run/data.new"
	if [ -n "${DB_TEMPLATE:-}" ]; then
		cp -r --sparse=always --reflink=auto "$DB_TEMPLATE/data" "$run/data.new"
	else
		check_space
		# shellcheck disable=SC2086
		mariadb-install-db $data_options --datadir="$run/data.new" \
		    --user="$(id -un)" --skip-test-db --skip-name-resolve \
		    --auth-root-authentication-method=socket \
		    --auth-root-socket-user="$(id -un)" >"$log/install-db.log" 2>&1 ||
			die "MariaDB made no data folder: $(tail -n 5 "$log/install-db.log")"
	fi
	mv "$run/data.new" "$run/data"
}

start_database() {
	[ -n "$database_private" ] || return 0
	[ -d "$run/data" ] || make_data
	rm -f "$sock/db.sock"
	# A server that starts deletes what others keep in the same tmpdir.
	mkdir -p "$run/dbtmp"
	# shellcheck disable=SC2086
	spawn mariadbd /usr/sbin/mariadbd $data_options --user="$(id -un)" \
	    --datadir="$run/data" --tmpdir="$run/dbtmp" --socket="$sock/db.sock" \
	    --pid-file="$run/mariadbd.pid" --init-file="$run/database.sql" \
	    --log-error="$log/mariadbd.log" \
	    --skip-networking --skip-name-resolve --skip-log-bin \
	    --default-time-zone=+00:00 \
	    --sql-mode=STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION \
	    --innodb-buffer-pool-size="${DB_CACHE:-256M}" \
	    --innodb-flush-log-at-trx-commit=1 \
	    --loose-innodb-snapshot-isolation=ON \
	    --innodb-ft-enable-stopword=OFF \
	    --performance-schema=OFF --max-connections=200 \
	    --max-allowed-packet=64M --key-buffer-size=1M \
	    --aria-pagecache-buffer-size=8M
}

wait_database() {
	[ -n "$database_private" ] || return 0
	tries=0
	until [ -S "$sock/db.sock" ]; do
		if ! running mariadbd || [ $tries -ge 3000 ]; then
			die "MariaDB did not start: $(tail -n 5 "$log/mariadbd.log")"
		fi
		tries=$((tries + 1))
		sleep 0.02
	done
}
