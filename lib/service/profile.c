#include "service/profile.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "account/factor.h"
#include "account/user.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "service/connection.h"

/* Where the documents' fields live: a credential or the address of a connection. */
static const struct place {
	const char	*field, *provider, *environment;
	const char	*secret;	/* NULL: base_url */
	const char	*dflt;		/* of base_url */
} places[] = {
	{ "clickup_api_key", "clickup", "PROD", "api_key", NULL },
	{ "huntflow_prod_url", "huntflow", "PROD", NULL, PROFILE_PROD_URL },
	{ "huntflow_sandbox_url", "huntflow", "SANDBOX", NULL,
	    PROFILE_SANDBOX_URL },
	{ "huntflow_prod_api_key", "huntflow", "PROD", "api_key", NULL },
	{ "huntflow_sandbox_api_key", "huntflow", "SANDBOX", "api_key", NULL },
	{ "huntflow_prod_refresh_token", "huntflow", "PROD", "refresh_token",
	    NULL },
	{ "huntflow_sandbox_refresh_token", "huntflow", "SANDBOX",
	    "refresh_token", NULL },
};

/* --- reading --- */

static json_t *
hint_json(const struct secret_hint *hint)
{
	return json_pack("{s:b, s:s?, s:o, s:o}", "set", hint->set,
	    "tail", hint->tail[0] != '\0' ? hint->tail : NULL,
	    "updated_at", field_time(hint->updated_at),
	    "expires_at", field_time(hint->expires_at));
}

/* One field of one connection, which may not exist yet. */
static int
place_get(struct db *db, int64_t user_id, const struct place *place,
    json_t *out, struct err *err)
{
	own_connection struct connection con = { 0 };
	struct secret_hint	 hint = { 0 };
	struct err		 why = { 0 };
	const char		*url = place->dflt;

	if (connection_of(db, user_id, place->provider, place->environment,
	    &con, &why) == -1 && why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	if (place->secret == NULL) {
		if (con.id != 0 && con.base_url[0] != '\0')
			url = con.base_url;
		json_object_set_new(out, place->field, json_string(url));
		return 0;
	}
	if (con.id != 0 && connection_secret_hint(db, con.id, place->secret,
	    &hint, err) == -1)
		return -1;
	json_object_set_new(out, place->field, hint_json(&hint));
	return 0;
}

int
profile_get(struct db *db, int64_t user_id, json_t **out, struct err *err)
{
	own_user struct user	 user = { 0 };
	own_json json_t		*doc = NULL;
	struct factor		 factor;

	if (user_get(db, user_id, &user, err) == -1 ||
	    factor_get(db, user_id, &factor, err) == -1)
		return -1;
	doc = json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:s, s:b, "
	    "s:b}",
	    "id", (json_int_t)user.id, "email", user.email, "name", user.name,
	    "role", web_role_name(user.role), "locale", user.locale,
	    "time_zone", user.time_zone, "theme", user.theme,
	    "hot_keys", user.hot_keys, "active_system", user.active_system,
	    "has_password", user.password[0] != '\0',
	    "has_second_factor", factor.on);
	for (size_t i = 0; i < nitems(places); i++)
		if (place_get(db, user_id, &places[i], doc, err) == -1)
			return -1;
	*out = give(doc);
	return 0;
}

/* --- checking --- */

/* Names of this machine or its network, whatever DNS answers. */
static bool
host_local(const char *host)
{
	static const char *const ends[] = {
		"localhost", ".localhost", ".local", ".internal", ".lan"
	};
	size_t	 len = strlen(host);

	if (strchr(host, '.') == NULL && strchr(host, ':') == NULL)
		return true;
	for (size_t i = 0; i < nitems(ends); i++) {
		size_t	 n = strlen(ends[i]);

		if (len >= n && strcasecmp(host + len - n, ends[i]) == 0)
			return true;
	}
	return false;
}

/*
 * Addresses written as numbers are never a vendor's. Names are judged by what
 * they resolve to, at each call (io/fetch); here only the plain cases are
 * refused early, at the field where they were typed.
 */
static bool
host_number(const char *host)
{
	struct in6_addr	 six;
	size_t		 len = strlen(host);

	return inet_pton(AF_INET6, host, &six) == 1 ||
	    (len > 0 && isdigit((unsigned char)host[len - 1]) != 0);
}

static bool
host_allowed(const struct conf *conf, const char *host, const char *port)
{
	char	 both[300];

	snprintf(both, sizeof(both), "%s:%s", host, port);
	return conf_has(conf, "ALLOW_HOSTS", host) ||
	    conf_has(conf, "ALLOW_HOSTS", both);
}

/* An address of a service, taken apart; port: of its own or of its scheme. */
struct url {
	char	 host[256], port[8];
	bool	 plain;		/* http */
};

static void
match_copy(const char *text, regmatch_t m, char *out, size_t size)
{
	if (m.rm_so == -1)
		out[0] = '\0';
	else
		snprintf(out, size, "%.*s", (int)(m.rm_eo - m.rm_so),
		    text + m.rm_so);
}

static bool
url_read(const char *url, struct url *out)
{
	/* 1 the s of https, 2 host, 3 IPv6 host, 5 port, 6 path */
	static const char	 form[] = "^http(s?)://([A-Za-z0-9.-]{1,253}|"
	    "\\[([0-9A-Fa-f:.]{2,45})\\])(:([0-9]{1,5}))?"
	    "(/[A-Za-z0-9._~/-]*)?$";
	regmatch_t		 m[7];
	regex_t			 re;
	bool			 good;

	if (regcomp(&re, form, REG_EXTENDED) != 0)
		return false;
	good = regexec(&re, url, nitems(m), m, 0) == 0;
	regfree(&re);
	if (!good)
		return false;
	match_copy(url, m[m[3].rm_so == -1 ? 2 : 3], out->host,
	    sizeof(out->host));
	out->plain = m[1].rm_so == m[1].rm_eo;
	match_copy(url, m[5], out->port, sizeof(out->port));
	if (out->port[0] == '\0')
		snprintf(out->port, sizeof(out->port), "%s",
		    out->plain ? "80" : "443");
	return atoi(out->port) >= 1 && atoi(out->port) <= UINT16_MAX;
}

int
profile_url_check(const struct conf *conf, const char *field,
    const char *url, struct err *err)
{
	struct url	 u;

	if (strlen(url) > 300)
		return err_field(err, field, "length", "1..300");
	if (!url_read(url, &u))
		return err_field(err, field, "format", "%s", PROFILE_PROD_URL);
	if (host_allowed(conf, u.host, u.port))
		return 0;
	if (host_local(u.host) || host_number(u.host))
		return err_field(err, field, "service.address_private", "%s", u.host);
	if (u.plain)
		return err_field(err, field, "service.address_https", "%s", u.host);
	return 0;
}

/* Would a key that is sent to one of them be known to the other? The path does not matter. */
static bool
same_host(const char *one, const char *other)
{
	struct url	 a, b;

	return url_read(one, &a) && url_read(other, &b) &&
	    a.plain == b.plain && strcasecmp(a.host, b.host) == 0 &&
	    atoi(a.port) == atoi(b.port);
}

/* A key travels in a header: printable ASCII, no blanks. */
static int
key_check(const char *field, const char *key, struct err *err)
{
	if (strlen(key) > 2000)
		return err_field(err, field, "length", "1..2000");
	for (; *key != '\0'; key++)
		if (*key <= ' ' || *key > '~')
			return err_field(err, field, "service.key_format", "blank");
	return 0;
}

static int
zone_check(const char *zone, struct err *err)
{
	char	 path[160];

	if (zone[0] == '\0' || strlen(zone) > 64 ||
	    zone[strspn(zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
	    "uvwxyz0123456789_+-/")] != '\0' || zone[0] == '/')
		return err_field(err, "time_zone", "format", "Europe/Minsk");
	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", zone);
	/* A machine without the zone files knows no better than the form. */
	if (access("/usr/share/zoneinfo/Europe", F_OK) == 0 &&
	    access(path, F_OK) == -1)
		return err_field(err, "time_zone", "format", "Europe/Minsk");
	return 0;
}

/* NULL or "" removes what is set. */
static int
place_check(const struct conf *conf, const struct place *place,
    const json_t *patch, struct err *err)
{
	const char	*value = NULL;

	if (field_text_opt(patch, place->field, 2000, &value, err) == -1)
		return -1;
	if (value == NULL || value[0] == '\0')
		return 0;
	return place->secret == NULL ?
	    profile_url_check(conf, place->field, value, err) :
	    key_check(place->field, value, err);
}

/* Every wrong member is named, not just the first. */
static int
patch_check(const struct conf *conf, const json_t *patch, struct err *err)
{
	static const char *const names[] = { "name", "locale", "time_zone",
		"theme", "hot_keys", "active_system", "clickup_api_key",
		"huntflow_prod_url", "huntflow_sandbox_url",
		"huntflow_prod_api_key", "huntflow_sandbox_api_key",
		"huntflow_prod_refresh_token",
		"huntflow_sandbox_refresh_token", NULL };
	static const char *const locales[] = { "ru", "en", NULL };
	static const char *const themes[] = { "system", "light", "dark",
		NULL };
	static const char *const systems[] = { "PROD", "SANDBOX", NULL };
	static const char *const always[] = { "name", "locale", "theme",
		"active_system", "hot_keys", "time_zone", NULL };
	const char	*text, *zone = NULL;
	bool		 flag;

	field_only(patch, names, err);
	field_no_null(patch, always, err);
	field_line_opt(patch, "name", 200, &text, err);
	field_word_opt(patch, "locale", locales, &text, err);
	field_word_opt(patch, "theme", themes, &text, err);
	field_word_opt(patch, "active_system", systems, &text, err);
	field_bool_opt(patch, "hot_keys", &flag, err);
	field_text_opt(patch, "time_zone", 64, &zone, err);
	if (zone != NULL)
		zone_check(zone, err);
	for (size_t i = 0; i < nitems(places); i++)
		place_check(conf, &places[i], patch, err);
	return err->kind == ERR_NONE ? 0 : -1;
}

/* --- storing --- */

struct patching {
	const struct conf	*conf;
	const json_t		*patch;
	int64_t			 user_id;
	bool			 browser;
};

/* A word that a form left empty was not given (patch_check let no other pass). */
static const char *
sent_word(const json_t *patch, const char *name)
{
	const char	*value = json_string_value(json_object_get(patch,
			    name));

	return value == NULL || value[0] == '\0' ? NULL : value;
}

static int
choices_save(struct db *db, const struct patching *p, struct err *err)
{
	bool			 hot_keys = false;
	struct user_choices	 c = {
		.locale = sent_word(p->patch, "locale"),
		.time_zone = sent_word(p->patch, "time_zone"),
		.theme = sent_word(p->patch, "theme"),
		.active_system = sent_word(p->patch, "active_system"),
	};

	if (field_line_opt(p->patch, "name", 200, &c.name, err) == -1 ||
	    field_bool_given(p->patch, "hot_keys", &hot_keys, &c.hot_keys,
	    err) == -1)
		return -1;
	return user_choose(db, p->user_id, &c, err);
}

/* The keys that were given for another host; those of the request are stored after this. */
static int
secrets_drop(struct db *db, const struct conf *conf, int64_t connection_id,
    struct err *err)
{
	static const char *const	 sent[] = { "api_key", "refresh_token" };

	for (size_t i = 0; i < nitems(sent); i++)
		if (connection_secret_set(db, conf, connection_id, sent[i],
		    NULL, 0, err) == -1)
			return -1;
	return 0;
}

/*
 * dflt: where the keys go while no address is set. Whoever may choose another host gets the
 * keys that are sent there: so an API key may not, and those of the former host go.
 */
static int
address_save(struct db *db, const struct patching *p,
    const struct connection *con, const char *dflt, const char *value, struct err *err)
{
	const char	*now = con->base_url[0] != '\0' ? con->base_url : dflt;

	if (strcmp(con->base_url, value) == 0)
		return 0;
	if (!same_host(now, value)) {
		if (!p->browser)
			return err_code(err, ERR_DENIED, "account.session_only",
			    "API key");
		if (secrets_drop(db, p->conf, con->id, err) == -1)
			return -1;
	}
	if (connection_set_address(db, con->id, value, err) == -1)
		return -1;
	return connection_mark(db, con->id, "new", NULL, NULL, err);
}

static const char *
vendor_url(const struct place *place)
{
	return strcmp(place->environment, "PROD") == 0 ? PROFILE_PROD_URL :
	    PROFILE_SANDBOX_URL;
}

/* A connection made for its key gets the vendor's address with it. */
static int
place_save(struct db *db, const struct patching *p, const struct user *user,
    const struct place *place, struct err *err)
{
	own_connection struct connection con = { 0 };
	const json_t	*member = json_object_get(p->patch, place->field);
	const char	*value = json_string_value(member);

	if (member == NULL)
		return 0;
	if (connection_ensure(db, user->company_id, user->id, place->provider,
	    place->environment, &con, err) == -1)
		return -1;
	if (place->secret == NULL)
		return address_save(db, p, &con, place->dflt, value != NULL &&
		    value[0] != '\0' ? value : place->dflt, err);
	if (con.base_url[0] == '\0' &&
	    strcmp(place->provider, "huntflow") == 0 &&
	    address_save(db, p, &con, vendor_url(place), vendor_url(place),
	    err) == -1)
		return -1;
	if (connection_secret_set(db, p->conf, con.id, place->secret, value,
	    0, err) == -1)
		return -1;
	return connection_mark(db, con.id, "new", NULL, NULL, err);
}

static int
patch_save(struct db *db, void *arg, struct err *err)
{
	const struct patching	*p = arg;
	own_user struct user	 user = { 0 };

	if (user_get(db, p->user_id, &user, err) == -1 ||
	    choices_save(db, p, err) == -1)
		return -1;
	for (size_t i = 0; i < nitems(places); i++)
		if (place_save(db, p, &user, &places[i], err) == -1)
			return -1;
	return 0;
}

int
profile_patch(struct db *db, const struct conf *conf, int64_t user_id,
    bool browser, const json_t *patch, struct err *err)
{
	struct patching	 p = { conf, patch, user_id, browser };

	if (patch_check(conf, patch, err) == -1)
		return -1;
	return db_tx_run(db, patch_save, &p, err);
}
