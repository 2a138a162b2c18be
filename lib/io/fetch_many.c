#include "io/fetch_many.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "io/fetch_int.h"

/* A call that goes on. */
struct many_call {
	struct fetch_run	 run;
	struct fetch_req	 req;
	struct fetch_res	 res;
	struct buf		 url;
	struct fetch_exchange	*exchange;
	void			*arg;
	struct many_call	*next;
};

struct fetch_many {
	void			*multi;
	struct many_call	*calls;
};

static void
call_free(struct many_call *c)
{
	fetch_run_clear(&c->run);
	fetch_res_clear(&c->res);
	buf_clear(&c->url);
	free(c);
}

struct fetch_many *
fetch_many_open(struct err *err)
{
	struct fetch_many	*many = mem_zero(sizeof(*many));

	if ((many->multi = fetch_curl_many_open(err)) != NULL)
		return many;
	free(many);
	return NULL;
}

/* The link that at points to is taken out of the list and broken off. */
static void
break_off(struct fetch_many *many, struct many_call **at)
{
	struct many_call	*c = *at;

	*at = c->next;
	fetch_curl_many_drop(many->multi, c->run.link->easy);
	fetch_curl_end(c->exchange, 0);
	call_free(c);
}

void
fetch_many_close_p(struct fetch_many **many)
{
	if (*many == NULL)
		return;
	while ((*many)->calls != NULL)
		break_off(*many, &(*many)->calls);
	fetch_curl_many_close((*many)->multi);
	free(*many);
	*many = NULL;
}

int
fetch_many_add(struct fetch_many *many, struct fetch *link,
    const struct fetch_req *req, void *arg, struct err *err)
{
	struct many_call	*c = mem_zero(sizeof(*c));

	c->req = *req;
	c->arg = arg;
	if (fetch_run_open(&c->run, link, &c->req, &c->res, &c->url,
	    err) == -1 ||
	    (c->exchange = fetch_curl_begin(&c->run, err)) == NULL) {
		call_free(c);
		return -1;
	}
	if (fetch_curl_many_add(many->multi, link->easy, err) == -1) {
		fetch_curl_end(c->exchange, 0);
		call_free(c);
		return -1;
	}
	c->next = many->calls;
	many->calls = c;
	return 0;
}

int
fetch_many_budget(struct fetch *link, int ms, struct err *err)
{
	struct fetch_run	run = { .link = link, .wait_left_ms = ms };

	if (fetch_budget_take(&run, err) == 0)
		return 1;
	if (err->kind != ERR_BUSY)
		return -1;
	*err = (struct err){ 0 };
	return 0;
}

void
fetch_many_drop(struct fetch_many *many, const void *arg)
{
	struct many_call	**at = &many->calls;

	while (*at != NULL && (*at)->arg != arg)
		at = &(*at)->next;
	if (*at != NULL)
		break_off(many, at);
}

/* As fetch_json judges one try. */
static int
judge(struct many_call *c, json_t **doc, struct err *err)
{
	struct err	ignored = { 0 };

	if (c->run.last.end != FETCH_ANSWERED)
		return fetch_log_transfer(&c->run, err);
	if (c->res.status < 300 || c->res.status == 304)
		return fetch_json_read(c->run.link, &c->res, false, doc, err);
	if (c->res.body.len > 0)
		fetch_json_read(c->run.link, &c->res, false, doc, &ignored);
	return fetch_log_status(&c->run, err);
}

/* It was answered, and that cannot be read. */
static bool
is_broken(const struct many_call *c, int rc)
{
	return rc == -1 && c->req.keep_broken &&
	    (c->run.last.end == FETCH_LARGE ||
	    (c->run.last.end == FETCH_ANSWERED && c->res.status >= 200 &&
	    c->res.status < 300));
}

int
fetch_many_wait(struct fetch_many *many, int ms, struct fetch_done *out)
{
	struct many_call	**at = &many->calls, *c;
	int			  code;
	const void		 *easy = fetch_curl_many_wait(many->multi, ms,
				    &code);

	while (easy != NULL && *at != NULL && (*at)->run.link->easy != easy)
		at = &(*at)->next;
	if (easy == NULL || *at == NULL)
		return 0;
	c = *at;
	*at = c->next;
	fetch_curl_end(c->exchange, code);
	fetch_run_note(&c->run);
	memset(out, 0, sizeof(*out));
	out->arg = c->arg;
	out->status = c->res.status;
	memcpy(out->etag, c->res.etag, sizeof(out->etag));
	out->rc = judge(c, &out->doc, &out->err);
	if (is_broken(c, out->rc))
		out->broken = give(c->res.body);
	if (c->res.status == 429 || c->res.status == 503)
		fetch_budget_learn(&c->run, fetch_budget_asked_ms(&c->run));
	call_free(c);
	return 1;
}
