#include "huntflow/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/fetch.h"
#include "io/field.h"

struct huntflow {
	struct fetch		*link;
	char			*token;
	huntflow_renewer	*renew;
	void			*arg;
	int64_t			 calls;
	bool			 unsure;	/* the last failure: carried out? */
};

/* The address that requests are built on: without trailing slashes, with /v2. */
static char *
base_of(const char *url)
{
	size_t	 len = strlen(url);

	while (len > 0 && url[len - 1] == '/')
		len--;
	if (len > 3 && memcmp(url + len - 3, "/v2", 3) == 0)
		len -= 3;
	return mem_fmt("%.*s/v2", (int)len, url);
}

static void
take_token(struct huntflow *hf, const char *token)
{
	own_str char	*auth = NULL;

	mem_free_str(&hf->token);
	hf->token = mem_dup(token);
	if (token != NULL)
		auth = mem_fmt("Bearer %s", token);
	if (hf->link != NULL)
		fetch_set_auth(hf->link, auth);
}

struct huntflow *
huntflow_open(const struct fetch_conf *conf, const char *token,
    huntflow_renewer *renew, void *arg, struct err *err)
{
	own_huntflow struct huntflow	*hf = mem_zero(sizeof(*hf));
	struct fetch_conf		 fc = *conf;
	own_str char			*base = base_of(conf->base_url);
	own_str char			*auth = NULL;

	if (token != NULL)
		auth = mem_fmt("Bearer %s", token);
	fc.base_url = base;
	fc.auth = auth;
	hf->token = mem_dup(token);
	hf->renew = renew;
	hf->arg = arg;
	if ((hf->link = fetch_open(&fc, err)) == NULL)
		return NULL;
	return give(hf);
}

void
huntflow_close(struct huntflow *hf)
{
	if (hf == NULL)
		return;
	fetch_close(hf->link);
	mem_free_str(&hf->token);
	free(hf);
}

void
huntflow_close_p(struct huntflow **hf)
{
	huntflow_close(*hf);
	*hf = NULL;
}

bool
huntflow_sent(const struct huntflow *hf)
{
	return hf->unsure;
}

int64_t
huntflow_calls(const struct huntflow *hf)
{
	return hf->calls;
}

/* --- refusals --- */

static const json_t *
first_error(const json_t *doc)
{
	return json_array_get(json_object_get(doc, "errors"), 0);
}

void
huntflow_refusal_text(const json_t *doc, char *out, size_t size)
{
	const json_t	*error = first_error(doc);
	const char	*title = field_str(error, "title");
	const char	*variable = field_str(json_object_get(error,
			    "location"), "variable");

	if (title == NULL)
		title = field_str(error, "value");
	if (title == NULL)
		title = field_str(error, "type");
	if (title == NULL)
		title = field_str(error, "detail");
	if (title == NULL)
		title = "";
	if (variable != NULL)
		snprintf(out, size, "%s (%s)", title, variable);
	else
		snprintf(out, size, "%s", title);
}

bool
huntflow_refusal_expired(const json_t *doc)
{
	const char	*type = field_str(first_error(doc), "type");
	const char	*detail = field_str(first_error(doc), "detail");

	return type != NULL && strcmp(type, "authorization_error") == 0 &&
	    detail != NULL && strcmp(detail, "token_expired") == 0;
}

bool
huntflow_refusal_own(const json_t *doc)
{
	const char	*entity = field_str(json_object_get(first_error(doc),
			    "location"), "entity");

	return entity != NULL && strcmp(entity, "response") == 0;
}

static const struct {
	int		 from, to;	/* HTTP statuses */
	enum err_kind	 kind;
	const char	*code;
} refusals[] = {
	{ 400, 400, ERR_INPUT,		"huntflow_input" },
	{ 401, 401, ERR_REMOTE_AUTH,	"huntflow_key" },
	{ 402, 402, ERR_REMOTE,		"huntflow_unpaid" },
	{ 403, 403, ERR_DENIED,		"huntflow_denied" },
	{ 404, 404, ERR_ABSENT,		"huntflow_absent" },
	{ 408, 408, ERR_TIMEOUT,	"huntflow_down" },
	{ 413, 413, ERR_TOO_LARGE,	"file_too_large" },
	{ 422, 422, ERR_INPUT,		"huntflow_input" },
	{ 429, 429, ERR_BUSY,		"huntflow_busy" },
	{ 405, 499, ERR_REMOTE,		"huntflow_input" },
	{ 500, 599, ERR_REMOTE,		"huntflow_down" },
};

/* The code and text of a failed call; the texts of fetch stay where no answer came. */
static int
name_failure(const json_t *doc, struct err *err)
{
	const int	 status = err->remote_status;
	char		 said[200];

	huntflow_refusal_text(doc, said, sizeof(said));
	for (size_t i = 0; i < nitems(refusals); i++) {
		if (status < refusals[i].from || status > refusals[i].to)
			continue;
		if (huntflow_refusal_own(doc))
			return err_code(err, ERR_REMOTE, "huntflow_shape",
			    "huntflow: %d %s", status, said);
		return err_code(err, refusals[i].kind, refusals[i].code,
		    "%d%s%s", status, said[0] != '\0' ? ": " : "", said);
	}
	if (err->kind == ERR_BUSY)
		snprintf(err->code, sizeof(err->code), "huntflow_busy");
	else if (status != 0)
		snprintf(err->code, sizeof(err->code), "huntflow_shape");
	else if (err->kind == ERR_REMOTE || err->kind == ERR_TIMEOUT)
		snprintf(err->code, sizeof(err->code), "huntflow_down");
	return -1;
}

/* An answer 4xx says no; any other failure leaves open what was done. */
static bool
may_be_done(const struct huntflow *hf, const json_t *doc,
    const struct err *err)
{
	const int	 status = err->remote_status;

	if (status == 0)
		return fetch_sent(hf->link);
	if (status >= 400 && status < 500 && status != 408)
		return huntflow_refusal_own(doc);
	return true;
}

/* --- asking --- */

static int
renew(struct huntflow *hf, const json_t *doc, struct err *err)
{
	own_str char	*fresh = NULL;
	struct err	 why = { 0 };

	if (hf->renew == NULL || hf->token == NULL)
		return -1;
	if (hf->renew(hf->arg, hf->token, huntflow_refusal_expired(doc), &fresh,
	    &why) == -1) {
		*err = why;
		return -1;
	}
	take_token(hf, fresh);
	return 0;
}

/* refusal: the service's document on an error status, when it sent one. */
static int
ask_whole(struct huntflow *hf, const struct fetch_req *rq, json_t **out,
    json_t **refusal, struct err *err)
{
	bool	 renewed = false;

	for (;;) {
		own_json json_t	*doc = NULL;

		hf->calls++;
		hf->unsure = false;
		if (fetch_json(hf->link, rq, &doc, err) == 0) {
			*out = give(doc);
			return 0;
		}
		hf->unsure = may_be_done(hf, doc, err);
		if (err->remote_status == 401 && !renewed &&
		    hf->renew != NULL && hf->token != NULL) {
			if (renew(hf, doc, err) == -1)
				return -1;
			renewed = true;
			memset(err, 0, sizeof(*err));
			continue;
		}
		name_failure(doc, err);
		if (refusal != NULL)
			*refusal = give(doc);
		return -1;
	}
}

static int
ask(struct huntflow *hf, const struct fetch_req *rq, json_t **out,
    struct err *err)
{
	return ask_whole(hf, rq, out, NULL, err);
}

int
huntflow_raw(struct huntflow *hf, const struct fetch_req *rq, int *status,
    json_t **out, struct err *err)
{
	own_json json_t	*answer = NULL, *refusal = NULL;
	int		 rc = ask_whole(hf, rq, &answer, &refusal, err);

	*status = fetch_status(hf->link);
	*out = rc == 0 ? give(answer) : give(refusal);
	return rc;
}

int
huntflow_unsure(struct huntflow *hf, int rc)
{
	hf->unsure = rc == -1;
	return rc;
}

int
huntflow_shape(struct err *err, const char *what)
{
	return err_code(err, ERR_REMOTE, "huntflow_shape", "huntflow: %s",
	    what);
}

void
huntflow_me_clear(struct huntflow_me *me)
{
	mem_free_str(&me->name);
	mem_free_str(&me->email);
	memset(me, 0, sizeof(*me));
}

int
huntflow_me_parse(const json_t *doc, struct huntflow_me *out, struct err *err)
{
	if (field_num(doc, "id", 0) <= 0)
		return huntflow_shape(err, "me: no id");
	out->id = field_num(doc, "id", 0);
	out->name = mem_dup(field_str(doc, "name"));
	out->email = mem_dup(field_str(doc, "email"));
	return 0;
}

int
huntflow_me(struct huntflow *hf, struct huntflow_me *out, struct err *err)
{
	const struct fetch_req	 rq = { .path = { "me" } };
	own_json json_t		*doc = NULL;

	if (ask(hf, &rq, &doc, err) == -1)
		return -1;
	return huntflow_me_parse(doc, out, err);
}
