#include "clickup/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/fetch.h"
#include "io/field.h"

struct clickup {
	struct fetch_conf	 conf;	/* for files, without the key */
	char			*base_url;
	struct fetch		*link;
	int			 calls, budget_wait_ms;
};

struct clickup *
clickup_open(const struct fetch_conf *conf, struct err *err)
{
	own_clickup struct clickup	*c = mem_zero(sizeof(*c));

	c->base_url = mem_dup(conf->base_url);
	c->conf = *conf;
	c->conf.base_url = c->base_url;
	c->conf.auth = NULL;
	if ((c->link = fetch_open(conf, err)) == NULL)
		return NULL;
	return give(c);
}

void
clickup_close(struct clickup *c)
{
	if (c == NULL)
		return;
	fetch_close(c->link);
	free(c->base_url);
	free(c);
}

void
clickup_close_p(struct clickup **c)
{
	clickup_close(*c);
	*c = NULL;
}

int
clickup_calls(const struct clickup *c)
{
	return c->calls;
}

void
clickup_set_patience(struct clickup *c, int budget_wait_ms)
{
	c->budget_wait_ms = budget_wait_ms;
}

bool
clickup_sent(const struct clickup *c, const struct err *err)
{
	return err->remote_status == 0 ? fetch_sent(c->link) :
	    err->remote_status >= 500 || err->remote_status < 400 ||
	    err->remote_status == 408;
}

bool
clickup_id_ok(const char *id)
{
	size_t	len = id != NULL ? strlen(id) : 0;

	return len > 0 && len <= CLICKUP_ID_SIZE && strspn(id,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
	    == len;
}

/* --- asking --- */

/* Codes of a key that is good, but was not given this workspace. */
static bool
is_workspace_refusal(const char *ecode)
{
	int	n = 0;

	if (ecode == NULL || sscanf(ecode, "OAUTH_%3d", &n) != 1)
		return false;
	return n == 23 || n == 26 || n == 27 || (n >= 29 && n <= 45);
}

static const char *
code_of(const struct err *err, const char *absent)
{
	switch (err->kind) {
	case ERR_REMOTE_AUTH:	return "clickup_token";
	case ERR_DENIED:	return "clickup_denied";
	case ERR_ABSENT:	return absent;
	case ERR_BUSY:		return "clickup_limit";
	case ERR_DOWN:		return NULL;	/* our own database */
	case ERR_INTERNAL:	return NULL;
	case ERR_INPUT:		return "clickup_answer";
	default:		return "clickup_down";
	}
}

/* Says in our own words why a call failed; doc: the service's, or NULL. */
static int
failed(const json_t *doc, const char *absent, struct err *err)
{
	const char	*ecode = json_string_value(
			    json_object_get(doc, "ECODE"));
	const char	*code;

	if (err->remote_status == 401 && is_workspace_refusal(ecode))
		err->kind = ERR_DENIED;
	else if (err->remote_status == 400 && ecode != NULL &&
	    strcmp(ecode, "OAUTH_017") == 0)
		err->kind = ERR_REMOTE_AUTH;
	code = code_of(err, absent);
	if (err->kind == ERR_INPUT)
		err->kind = ERR_REMOTE;	/* it is not the person who erred */
	if (code != NULL && strcmp(err->code, "private_address") != 0 &&
	    strcmp(err->code, "remote_too_large") != 0)
		snprintf(err->code, sizeof(err->code), "%s", code);
	return err_wrap(err, ERR_NONE, "clickup");
}

int
clickup_odd(struct err *err, const char *what)
{
	return err_code(err, ERR_REMOTE, "clickup_answer",
	    "clickup: %s: an answer of another shape", what);
}

int
clickup_ask(struct clickup *c, const struct fetch_req *asked,
    const char *absent, json_t **out, struct err *err)
{
	struct fetch_req	 rq = *asked;
	own_json json_t		*doc = NULL;

	c->calls++;
	rq.budget_wait_ms = c->budget_wait_ms;
	if (fetch_json(c->link, &rq, &doc, err) == -1)
		return failed(doc, absent, err);
	*out = give(doc);
	return 0;
}

int64_t
clickup_time(const json_t *doc, const char *name)
{
	int64_t	ms = field_num(doc, name, 0);

	return ms > 0 && ms < INT64_C(253402300800000) ? ms : 0;
}

void
clickup_user_clear(struct clickup_user *u)
{
	free(u->username);
	free(u->email);
	memset(u, 0, sizeof(*u));
}

int
clickup_user_parse(const json_t *doc, struct clickup_user *out,
    struct err *err)
{
	const json_t	*user = json_object_get(doc, "user");
	int64_t		 id = field_num(user, "id", 0);

	if (!json_is_object(user) || id <= 0)
		return clickup_odd(err, "user");
	out->id = id;
	out->username = field_dup(user, "username", SIZE_MAX);
	out->email = field_dup(user, "email", SIZE_MAX);
	return 0;
}

int
clickup_user_fetch(struct clickup *c, struct clickup_user *out,
    struct err *err)
{
	const struct fetch_req	 rq = { .path = { "user" } };
	own_json json_t		*doc = NULL;

	if (clickup_ask(c, &rq, "clickup_absent", &doc, err) == -1)
		return -1;
	return clickup_user_parse(doc, out, err);
}

int
clickup_bytes(struct clickup *c, const char *url, size_t max_bytes,
    struct fetch_res *out, struct err *err)
{
	c->calls++;
	if (fetch_url(&c->conf, url, max_bytes, out, err) == -1)
		return failed(NULL, "clickup_absent", err);
	return 0;
}
