/* huntflow: see huntflow.h. */
#include "api/huntflow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/fetch.h"
#include "io/field.h"

#define PAGE		30	/* entries a page, the service's own default */
#define PAGES_MAX	100
#define PARSE_MS	60000
#define UPLOAD_MS	60000

struct huntflow {
	struct fetch		*link;
	char			*token;
	huntflow_renewer	*renew;
	void			*arg;
	int64_t			 calls;
	bool			 unsure;	/* the last failure: carried out? */
};

#define NUM(v)	number((char[24]){ 0 }, (v))

static const char *
number(char out[24], int64_t v)
{
	snprintf(out, 24, "%lld", (long long)v);
	return out;
}

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

/* --- asking --- */

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

	huntflow_read_error(doc, said, sizeof(said));
	for (size_t i = 0; i < nitems(refusals); i++) {
		if (status < refusals[i].from || status > refusals[i].to)
			continue;
		if (huntflow_read_own_fault(doc))
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
		return huntflow_read_own_fault(doc);
	return true;
}

static int
renew(struct huntflow *hf, const json_t *doc, struct err *err)
{
	own_str char	*fresh = NULL;
	struct err	 why = { 0 };

	if (hf->renew == NULL || hf->token == NULL)
		return -1;
	if (hf->renew(hf->arg, hf->token, huntflow_read_expired(doc), &fresh,
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

/* An answer that was received but made no sense: what was asked may be done. */
static int
odd(struct huntflow *hf, int rc)
{
	hf->unsure = rc == -1;
	return rc;
}

int
huntflow_me(struct huntflow *hf, struct huntflow_me *out, struct err *err)
{
	const struct fetch_req	 rq = { .path = { "me" } };
	own_json json_t		*doc = NULL;

	if (ask(hf, &rq, &doc, err) == -1)
		return -1;
	return huntflow_read_me(doc, out, err);
}

static int
ask_items(struct huntflow *hf, const struct fetch_req *rq, const char *name_key,
    struct huntflow_items *out, struct err *err)
{
	own_huntflow_items struct huntflow_items got = { 0 };
	own_json json_t				*doc = NULL;

	if (ask(hf, rq, &doc, err) == -1 ||
	    huntflow_read_items(doc, name_key, &got, err) == -1)
		return -1;
	*out = give(got);
	return 0;
}

int
huntflow_accounts(struct huntflow *hf, struct huntflow_items *out,
    struct err *err)
{
	const struct fetch_req	 rq = { .path = { "accounts" } };

	return ask_items(hf, &rq, "name", out, err);
}

int
huntflow_vacancies(struct huntflow *hf, int64_t account,
    struct huntflow_items *out, struct err *err)
{
	own_huntflow_items struct huntflow_items	got = { 0 };
	int64_t						page, pages = 1;

	for (page = 1; page <= pages && page <= PAGES_MAX; page++) {
		const struct fetch_req	 rq = {
			.path = { "accounts", NUM(account), "vacancies" },
			.query = { { "state", "OPEN" }, { "count", NUM(PAGE) },
			    { "page", NUM(page) } },
		};
		own_json json_t		*doc = NULL;

		if (ask(hf, &rq, &doc, err) == -1 ||
		    huntflow_read_items(doc, "position", &got, err) == -1)
			return -1;
		pages = field_num(doc, "total_pages", 1);
	}
	*out = give(got);
	return 0;
}

int
huntflow_statuses(struct huntflow *hf, int64_t account,
    struct huntflow_items *out, struct err *err)
{
	const struct fetch_req	 rq = {
		.path = { "accounts", NUM(account), "vacancies", "statuses" },
	};

	return ask_items(hf, &rq, "name", out, err);
}

int
huntflow_tags(struct huntflow *hf, int64_t account, struct huntflow_items *out,
    struct err *err)
{
	const struct fetch_req	 rq = {
		.path = { "accounts", NUM(account), "tags" },
	};

	return ask_items(hf, &rq, "name", out, err);
}

int
huntflow_sources(struct huntflow *hf, int64_t account,
    struct huntflow_items *out, struct err *err)
{
	const struct fetch_req	 rq = {
		.path = { "accounts", NUM(account), "applicants", "sources" },
	};

	return ask_items(hf, &rq, "name", out, err);
}

int
huntflow_tag_create(struct huntflow *hf, int64_t account, const char *name,
    int64_t *id, struct err *err)
{
	own_json json_t		*doc = NULL;
	own_json json_t		*body = json_pack("{s:s, s:s}", "name", name,
				    "color", "3d7eff");
	const struct fetch_req	 rq = {
		.method = "POST",
		.path = { "accounts", NUM(account), "tags" },
		.json = body,
	};
	int64_t			 got;

	if (ask(hf, &rq, &doc, err) == -1)
		return -1;
	if ((got = field_num(doc, "id", 0)) <= 0)
		return err_code(err, ERR_REMOTE, "huntflow_shape",
		    "huntflow: a tag without id");
	*id = got;
	return 0;
}

int
huntflow_upload(struct huntflow *hf, int64_t account, const char *name,
    const char *type, const void *data, size_t len, bool parse,
    struct huntflow_upload *out, struct err *err)
{
	own_json json_t		*doc = NULL;
	const struct fetch_req	 rq = {
		.method = "POST",
		.path = { "accounts", NUM(account), "upload" },
		.header = { { "X-File-Parse", parse ? "true" : NULL } },
		.file = { "file", name, type, data, len },
		.timeout_ms = parse ? PARSE_MS : UPLOAD_MS,
	};

	if (len > HUNTFLOW_FILE_MAX)
		return err_code(err, ERR_TOO_LARGE, "file_too_large",
		    "%s: %zu bytes, 15 MB at most", name, len);
	if (ask(hf, &rq, &doc, err) == -1)
		return -1;
	return huntflow_read_upload(doc, out, err);
}

int
huntflow_applicant_create(struct huntflow *hf, int64_t account,
    const json_t *body, struct huntflow_applicant *out, struct err *err)
{
	const struct fetch_req	 rq = {
		.method = "POST",
		.path = { "accounts", NUM(account), "applicants" },
		.json = body,
	};
	own_json json_t		*doc = NULL;

	if (ask(hf, &rq, &doc, err) == -1)
		return -1;
	return odd(hf, huntflow_read_applicant(doc, out, err));
}

int
huntflow_applicant_get(struct huntflow *hf, int64_t account, int64_t id,
    struct huntflow_applicant *out, struct err *err)
{
	const struct fetch_req	 rq = {
		.path = { "accounts", NUM(account), "applicants", NUM(id) },
	};
	own_json json_t		*doc = NULL;

	if (ask(hf, &rq, &doc, err) == -1)
		return -1;
	return huntflow_read_applicant(doc, out, err);
}

int
huntflow_applicant_search(struct huntflow *hf, int64_t account, const char *q,
    int page, struct huntflow_applicants *out, struct err *err)
{
	const struct fetch_req	 rq = {
		.path = { "accounts", NUM(account), "applicants", "search" },
		.query = { { "q", q }, { "field", "all" },
		    { "count", NUM(PAGE) }, { "page", NUM(page) } },
	};
	own_json json_t		*doc = NULL;

	if (ask(hf, &rq, &doc, err) == -1)
		return -1;
	return huntflow_read_applicants(doc, out, err);
}

int
huntflow_applicant_list(struct huntflow *hf, int64_t account, int page,
    struct huntflow_applicants *out, struct err *err)
{
	const struct fetch_req	 rq = {
		.path = { "accounts", NUM(account), "applicants" },
		.query = { { "count", NUM(PAGE) }, { "page", NUM(page) } },
	};
	own_json json_t		*doc = NULL;

	if (ask(hf, &rq, &doc, err) == -1)
		return -1;
	return huntflow_read_applicants(doc, out, err);
}

int
huntflow_external_get(struct huntflow *hf, int64_t account, int64_t applicant,
    int64_t external, char **body, struct err *err)
{
	const struct fetch_req	 rq = {
		.path = { "accounts", NUM(account), "applicants",
		    NUM(applicant), "externals", NUM(external) },
	};
	own_json json_t		*doc = NULL;
	const char		*text;

	if (ask(hf, &rq, &doc, err) == -1)
		return -1;
	text = field_str(json_object_get(doc, "data"), "body");
	*body = mem_dup(text != NULL ? text : "");
	return 0;
}

int
huntflow_tags_get(struct huntflow *hf, int64_t account, int64_t applicant,
    struct huntflow_tag_ids *out, struct err *err)
{
	const struct fetch_req	 rq = {
		.path = { "accounts", NUM(account), "applicants",
		    NUM(applicant), "tags" },
	};
	own_json json_t		*doc = NULL;

	if (ask(hf, &rq, &doc, err) == -1)
		return -1;
	return huntflow_read_tag_ids(doc, out, err);
}

int
huntflow_tags_set(struct huntflow *hf, int64_t account, int64_t applicant,
    const struct huntflow_tag_ids *tags, struct err *err)
{
	own_json json_t		*doc = NULL;
	json_t			*ids = json_array();
	own_json json_t		*body = json_pack("{s:o}", "tags", ids);
	const struct fetch_req	 rq = {
		.method = "POST",
		.path = { "accounts", NUM(account), "applicants",
		    NUM(applicant), "tags" },
		.json = body,
		.retry_unsafe = true,	/* the whole list: twice is once */
	};

	for (size_t i = 0; i < tags->n; i++)
		json_array_append_new(ids, json_integer(tags->v[i]));
	return ask(hf, &rq, &doc, err);
}

int
huntflow_attach(struct huntflow *hf, int64_t account, int64_t applicant,
    int64_t vacancy, int64_t status, bool move, struct err *err)
{
	return huntflow_reject(hf, account, applicant, vacancy, status, 0,
	    move, err);
}

int
huntflow_applicant_remove(struct huntflow *hf, int64_t account,
    int64_t applicant, struct err *err)
{
	own_json json_t		*doc = NULL;
	const struct fetch_req	 rq = {
		.method = "DELETE",
		.path = { "accounts", NUM(account), "applicants",
		    NUM(applicant) },
	};

	return ask(hf, &rq, &doc, err);
}

int
huntflow_reject(struct huntflow *hf, int64_t account, int64_t applicant,
    int64_t vacancy, int64_t status, int64_t reason, bool move,
    struct err *err)
{
	own_json json_t		*doc = NULL;
	own_json json_t		*body = json_pack("{s:I, s:I}",
				    "vacancy", (json_int_t)vacancy,
				    "status", (json_int_t)status);
	const struct fetch_req	 rq = {
		.method = move ? "PUT" : "POST",
		.path = { "accounts", NUM(account), "applicants",
		    NUM(applicant), "vacancy" },
		.json = body,
	};

	if (reason != 0)
		json_object_set_new(body, "rejection_reason",
		    json_integer(reason));
	return ask(hf, &rq, &doc, err);
}

int
huntflow_comment(struct huntflow *hf, int64_t account, int64_t applicant,
    int64_t vacancy, const char *text, struct err *err)
{
	own_json json_t		*doc = NULL;
	own_json json_t		*body = json_pack("{s:s}", "comment", text);
	const struct fetch_req	 rq = {
		.method = "POST",
		.path = { "accounts", NUM(account), "applicants",
		    NUM(applicant), "logs" },
		.json = body,
	};

	if (vacancy != 0)
		json_object_set_new(body, "vacancy", json_integer(vacancy));
	return ask(hf, &rq, &doc, err);
}

int
huntflow_comment_find(struct huntflow *hf, int64_t account, int64_t applicant,
    const char *text, bool *found, struct err *err)
{
	const struct fetch_req	 rq = {
		.path = { "accounts", NUM(account), "applicants",
		    NUM(applicant), "logs" },
		.query = { { "count", NUM(PAGE) }, { "page", "1" } },
	};
	own_json json_t		*doc = NULL;
	const json_t		*item;
	const char		*comment;
	size_t			 i;

	if (ask(hf, &rq, &doc, err) == -1)
		return -1;
	*found = false;
	json_array_foreach(json_object_get(doc, "items"), i, item)
		if ((comment = field_str(item, "comment")) != NULL &&
		    strstr(comment, text) != NULL)
			*found = true;
	return 0;
}

/* Refusals of a refresh have meanings of their own. Source: token.md. */
int
huntflow_token_refresh(struct huntflow *hf, const char *refresh,
    struct huntflow_token *out, struct err *err)
{
	own_json json_t		*doc = NULL;
	own_json json_t		*body = json_pack("{s:s}", "refresh_token",
				    refresh);
	const struct fetch_req	 rq = {
		.method = "POST",
		.path = { "token", "refresh" },
		.json = body,
	};

	if (ask(hf, &rq, &doc, err) == 0)
		return odd(hf, huntflow_read_token(doc, out, err));
	if (err->remote_status == 403 &&
	    strstr(err->text, "refresh_too_early") != NULL)
		return err_code(err, ERR_REMOTE_AUTH, "huntflow_early",
		    "the access token has not expired yet");
	if (err->remote_status >= 400 && err->remote_status < 500 &&
	    err->kind != ERR_BUSY && err->kind != ERR_TIMEOUT)
		return err_code(err, ERR_REMOTE_AUTH, "huntflow_key",
		    "the refresh token was refused: %d", err->remote_status);
	return -1;
}

/* --- understanding --- */

static int
shape(struct err *err, const char *what)
{
	return err_code(err, ERR_REMOTE, "huntflow_shape", "huntflow: %s", what);
}

int
huntflow_read_me(const json_t *doc, struct huntflow_me *out, struct err *err)
{
	if (field_num(doc, "id", 0) <= 0)
		return shape(err, "me: no id");
	out->id = field_num(doc, "id", 0);
	out->name = mem_dup(field_str(doc, "name"));
	out->email = mem_dup(field_str(doc, "email"));
	return 0;
}

static void
read_item(const json_t *doc, const char *name_key, struct huntflow_items *out)
{
	struct huntflow_item	*item;
	const char		*name = field_str(doc, name_key);

	if (field_num(doc, "id", 0) <= 0 || name == NULL ||
	    field_str(doc, "removed") != NULL)
		return;
	out->v = mem_grow(out->v, out->n + 1, sizeof(*out->v));
	item = &out->v[out->n++];
	memset(item, 0, sizeof(*item));
	item->id = field_num(doc, "id", 0);
	item->order = field_num(doc, "order", 0);
	item->name = mem_dup(name);
	item->nick = mem_dup(field_str(doc, "nick"));
	item->company = mem_dup(field_str(doc, "company"));
	item->state = mem_dup(field_str(doc, "state"));
	item->type = mem_dup(field_str(doc, "type"));
}

int
huntflow_read_items(const json_t *doc, const char *name_key,
    struct huntflow_items *out, struct err *err)
{
	const json_t	*items = json_object_get(doc, "items"), *item;
	size_t		 i;

	if (!json_is_array(items))
		return shape(err, "a list without items");
	json_array_foreach(items, i, item)
		read_item(item, name_key, out);
	return 0;
}

int
huntflow_read_upload(const json_t *doc, struct huntflow_upload *out,
    struct err *err)
{
	json_t	*fields = json_object_get(doc, "fields");

	if (field_num(doc, "id", 0) <= 0)
		return shape(err, "upload: no id");
	out->id = field_num(doc, "id", 0);
	out->photo = field_num(json_object_get(doc, "photo"), "id", 0);
	out->fields = json_is_object(fields) ? json_incref(fields) : NULL;
	out->text = mem_dup(field_str(doc, "text"));
	return 0;
}

/* Ids of a member that is an array of objects: [{"double": 8}]. */
static size_t
read_ids(const json_t *list, const char *key, int64_t *out, size_t max)
{
	const json_t	*item;
	size_t		 i, n = 0;

	json_array_foreach(list, i, item)
		if (n < max && field_num(item, key, 0) > 0)
			out[n++] = field_num(item, key, 0);
	return n;
}

static void
read_links(const json_t *list, struct huntflow_applicant *out)
{
	const json_t	*item;
	size_t		 i;

	json_array_foreach(list, i, item) {
		if (out->nlinks == HUNTFLOW_LINKS_MAX)
			break;
		out->links[out->nlinks].vacancy = field_num(item, "vacancy", 0);
		out->links[out->nlinks++].status = field_num(item, "status", 0);
	}
}

int
huntflow_read_applicant(const json_t *doc, struct huntflow_applicant *out,
    struct err *err)
{
	if (field_num(doc, "id", 0) <= 0)
		return shape(err, "applicant: no id");
	memset(out, 0, sizeof(*out));
	out->id = field_num(doc, "id", 0);
	out->first_name = mem_dup(field_str(doc, "first_name"));
	out->last_name = mem_dup(field_str(doc, "last_name"));
	out->middle_name = mem_dup(field_str(doc, "middle_name"));
	out->nexternals = read_ids(json_object_get(doc, "external"), "id",
	    out->externals, nitems(out->externals));
	out->ndoubles = read_ids(json_object_get(doc, "doubles"), "double",
	    out->doubles, nitems(out->doubles));
	read_links(json_object_get(doc, "links"), out);
	return 0;
}

int
huntflow_read_applicants(const json_t *doc, struct huntflow_applicants *out,
    struct err *err)
{
	own_huntflow_applicants struct huntflow_applicants got = { 0 };
	const json_t	*items = json_object_get(doc, "items"), *item;
	struct err	 ignored = { 0 };
	size_t		 i;

	if (!json_is_array(items))
		return shape(err, "applicants: no items");
	json_array_foreach(items, i, item) {
		got.v = mem_grow(got.v, got.n + 1, sizeof(*got.v));
		if (huntflow_read_applicant(item, &got.v[got.n],
		    &ignored) == 0)
			got.n++;
	}
	*out = give(got);
	return 0;
}

int
huntflow_read_tag_ids(const json_t *doc, struct huntflow_tag_ids *out,
    struct err *err)
{
	const json_t	*tags = json_object_get(doc, "tags"), *tag;
	size_t		 i;

	if (!json_is_array(tags) || json_array_size(tags) > HUNTFLOW_TAGS_MAX)
		return shape(err, "tags: not a list, or too long");
	out->n = 0;
	json_array_foreach(tags, i, tag)
		if (json_integer_value(tag) > 0)
			out->v[out->n++] = json_integer_value(tag);
	return 0;
}

int
huntflow_read_token(const json_t *doc, struct huntflow_token *out,
    struct err *err)
{
	const char	*access = field_str(doc, "access_token");
	const char	*refresh = field_str(doc, "refresh_token");

	if (access == NULL || *access == '\0' || refresh == NULL ||
	    *refresh == '\0')
		return shape(err, "token: no pair in the answer");
	out->access = mem_dup(access);
	out->refresh = mem_dup(refresh);
	out->access_s = field_num(doc, "expires_in", 0);
	out->refresh_s = field_num(doc, "refresh_token_expires_in", 0);
	return 0;
}

static const json_t *
first_error(const json_t *doc)
{
	return json_array_get(json_object_get(doc, "errors"), 0);
}

void
huntflow_read_error(const json_t *doc, char *out, size_t size)
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
huntflow_read_expired(const json_t *doc)
{
	const char	*type = field_str(first_error(doc), "type");
	const char	*detail = field_str(first_error(doc), "detail");

	return type != NULL && strcmp(type, "authorization_error") == 0 &&
	    detail != NULL && strcmp(detail, "token_expired") == 0;
}

bool
huntflow_read_own_fault(const json_t *doc)
{
	const char	*entity = field_str(json_object_get(first_error(doc),
			    "location"), "entity");

	return entity != NULL && strcmp(entity, "response") == 0;
}

/* --- letting go --- */

void
huntflow_me_clear(struct huntflow_me *me)
{
	mem_free_str(&me->name);
	mem_free_str(&me->email);
	memset(me, 0, sizeof(*me));
}

void
huntflow_items_clear(struct huntflow_items *items)
{
	for (size_t i = 0; i < items->n; i++) {
		mem_free_str(&items->v[i].name);
		mem_free_str(&items->v[i].nick);
		mem_free_str(&items->v[i].company);
		mem_free_str(&items->v[i].state);
		mem_free_str(&items->v[i].type);
	}
	free(items->v);
	memset(items, 0, sizeof(*items));
}

void
huntflow_upload_clear(struct huntflow_upload *upload)
{
	json_decref(upload->fields);
	mem_free_str(&upload->text);
	memset(upload, 0, sizeof(*upload));
}

void
huntflow_applicant_clear(struct huntflow_applicant *applicant)
{
	mem_free_str(&applicant->first_name);
	mem_free_str(&applicant->last_name);
	mem_free_str(&applicant->middle_name);
	memset(applicant, 0, sizeof(*applicant));
}

void
huntflow_applicants_clear(struct huntflow_applicants *list)
{
	for (size_t i = 0; i < list->n; i++)
		huntflow_applicant_clear(&list->v[i]);
	free(list->v);
	memset(list, 0, sizeof(*list));
}

void
huntflow_token_clear(struct huntflow_token *token)
{
	mem_free_str(&token->access);
	mem_free_str(&token->refresh);
	memset(token, 0, sizeof(*token));
}
