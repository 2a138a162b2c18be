# tls.sh: the certificate that nginx shows, when it speaks https itself. Sourced by start, configure
# and rounds. nginx reads copies in its own folder: a pair that does not fit never reaches it, and what
# was good before goes on.
# shellcheck shell=sh disable=SC2154,SC2034

choose_tls() {
	choose TLS_CERT ""
	choose TLS_KEY ""
	choose HTTP_PORT ""
	[ -z "$HTTP_PORT" ] || check_figure HTTP_PORT "$HTTP_PORT" 1 65535
	scheme=http
	[ -z "$TLS_CERT$TLS_KEY" ] || scheme=https
}

# Says why the pair is none.
check_pair() {
	[ -n "$TLS_CERT" ] || { echo "TLS_KEY is set and TLS_CERT is not: set both"; return 1; }
	[ -n "$TLS_KEY" ] || { echo "the certificate $TLS_CERT has no key: set TLS_KEY"; return 1; }
	for file in "$TLS_CERT" "$TLS_KEY"; do
		[ -r "$file" ] || { echo "$file: missing, or closed to $(id -un)"; return 1; }
	done
	of_cert=$(openssl x509 -noout -pubkey -in "$TLS_CERT" 2>/dev/null) ||
		{ echo "$TLS_CERT: is no certificate in PEM"; return 1; }
	of_key=$(openssl pkey -pubout -in "$TLS_KEY" -passin pass: 2>/dev/null) ||
		{ echo "$TLS_KEY: is no key in PEM, or a passphrase closes it"; return 1; }
	[ "$of_cert" = "$of_key" ] || { echo "$TLS_KEY is not the key of $TLS_CERT"; return 1; }
}

tls_now() {
	stat -Lc %.Y:%s:%i "$TLS_CERT" "$TLS_KEY" 2>/dev/null || true
}

# The copies become the pair, when it is one; 1: there is none to serve by.
take_pair() {
	tls_seen=$(tls_now)
	if why=$(check_pair); then
		install -m 600 "$TLS_CERT" "$run/nginx/tls.pem.new"
		install -m 600 "$TLS_KEY" "$run/nginx/tls.key.new"
		mv "$run/nginx/tls.key.new" "$run/nginx/tls.key"
		mv "$run/nginx/tls.pem.new" "$run/nginx/tls.pem"
		return 0
	fi
	echo "hirewire: $why" >&2
	[ -e "$run/nginx/tls.pem" ] && echo "hirewire: the certificate of before goes on" >&2
}

# Says whether new files came since take_pair looked; what was seen is seen.
pair_changed() {
	[ "$scheme" = https ] && [ "$(tls_now)" != "$tls_seen" ]
}

listen() {
	if [ "$scheme" = http ]; then
		echo "listen $BIND:$PORT backlog=1024;"
		return 0
	fi
	cat <<-EOF
	listen $BIND:$PORT ssl http2 backlog=1024;
	ssl_certificate $run/nginx/tls.pem;
	ssl_certificate_key $run/nginx/tls.key;
	ssl_protocols TLSv1.2 TLSv1.3;
	ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305;
	ssl_prefer_server_ciphers off;
	ssl_session_cache shared:tls:2m;
	ssl_session_timeout 1d;
	ssl_session_tickets off;
	# Who speaks http here is sent on.
	error_page 497 =308 $(base)\$request_uri;
	EOF
}

# The address that people use, without what may follow the host.
base() {
	echo "$WEB_BASE_URL" | sed -nE 's|^(https?://[^/?#]+).*|\1|p'
}

# Another port, for http alone: what certificates are asked for by, and the way to https.
redirect() {
	[ -n "$HTTP_PORT" ] || return 0
	cat <<-EOF
	server {
		listen $BIND:$HTTP_PORT backlog=1024;
		access_log off;
		location /.well-known/acme-challenge/ {
			types { }
			default_type text/plain;
			root $acme;
		}
		location / {
			return 308 $(base)\$request_uri;
		}
	}
	EOF
}
