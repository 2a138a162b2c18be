#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mask.h"
#include "base/mem.h"
#include "io/db_meter.h"
#include "io/fetch_int.h"
#include "io/field.h"
#include "io/meter.h"

#define LOGGED_MAX	4096
#define BEYOND		1024	/* looked at as well: a secret may begin before the cut */

/* Text for the log: masked, then cut between characters; NULL when it is not text. */
static char *
loggable(const char *text, size_t len)
{
	own_json json_t	*valid = NULL;
	size_t		 end = len < LOGGED_MAX ? len : LOGGED_MAX;
	size_t		 seen = len < LOGGED_MAX + BEYOND ? len :
			    LOGGED_MAX + BEYOND;
	char		*out;

	while (end > 0 && end < len && (text[end] & 0xc0) == 0x80)
		end--;
	if (end == 0 || (valid = json_stringn(text, end)) == NULL ||
	    memchr(text, '\0', end) != NULL)
		return NULL;
	out = mem_ndup(text, seen);
	mask_text(out, strlen(out));
	out[end] = '\0';
	return out;
}

static char *
logged_request(const struct fetch_run *run)
{
	if (run->req->file.part != NULL)
		return mem_fmt("{\"bytes\":%zu}", run->req->file.len);
	if (run->req->bytes.type != NULL)
		return mem_fmt("{\"bytes\":%zu}", run->req->bytes.len);
	if (run->json == NULL)
		return NULL;
	return loggable(run->json, strlen(run->json));
}

static char *
logged_answer(const struct fetch_res *res)
{
	char	*text = NULL;

	if (res->body.len == 0)
		return NULL;
	if (strstr(res->content_type, "json") != NULL ||
	    strncmp(res->content_type, "text/", 5) == 0)
		text = loggable(res->body.data, res->body.len);
	if (text == NULL)
		text = mem_fmt("{\"bytes\":%zu}", res->body.len);
	return text;
}

static const char *
endpoint_of(const struct fetch_run *run)
{
	return run->endpoint.len > 0 ? run->endpoint.data : "/";
}

static const char *
outcome_of(const struct fetch_run *run)
{
	static const char *const ends[] = {
		[FETCH_UNREACHABLE] = "unreachable", [FETCH_PRIVATE] = "private",
		[FETCH_TLS] = "tls", [FETCH_CERTIFICATE] = "tls",
		[FETCH_TIMEOUT] = "timeout", [FETCH_DRIPPED] = "timeout",
		[FETCH_LARGE] = "large", [FETCH_BAD_URL] = "url",
		[FETCH_HELD] = "held", [FETCH_CUT] = "cut",
	};
	static const char *const classes[] = { "1xx", "2xx", "3xx", "4xx",
		"5xx" };
	const int	status = run->res->status;

	if (run->last.end != FETCH_ANSWERED)
		return ends[run->last.end];
	if (status == 401 || status == 403)
		return "refused";
	return status == 429 ? "429" : status >= 100 && status < 600 ?
	    classes[status / 100 - 1] : "cut";
}

/* For /metrics. */
static void
count_try(const struct fetch_run *run)
{
	char	labels[120];

	if (run->link->db == NULL)
		return;
	snprintf(labels, sizeof(labels), "service=\"%s\",outcome=\"%s\"",
	    run->link->provider, outcome_of(run));
	meter_time(meter_find(db_meter(run->link->db), METER_REMOTE, labels),
	    (clock_mono_ms() - run->last.began_ms) * 1000);
}

/* For who looks closer: api_call has all of it for people. */
static void
log_try(const struct fetch_run *run)
{
	own_buf struct buf	b = { 0 };

	if (!log_wants(LOG_DEBUG))
		return;
	emit_str(&b, "service", run->link->provider);
	emit_str(&b, "method", run->method);
	emit_str(&b, "path", endpoint_of(run));
	emit_int(&b, "status", run->res->status);
	emit_str(&b, "outcome", outcome_of(run));
	emit_int(&b, "ms", clock_mono_ms() - run->last.began_ms);
	log_event(LOG_DEBUG, "call", &b);
}

void
fetch_log_try(const struct fetch_run *run)
{
	const struct fetch	*link = run->link;
	own_str char		*request = NULL, *answer = NULL;

	count_try(run);
	log_try(run);
	if (link->record == NULL)
		return;
	request = logged_request(run);
	answer = logged_answer(run->res);
	link->record(link->db, &(struct fetch_call){
	    .provider = link->provider, .method = run->method,
	    .endpoint = endpoint_of(run),
	    .request_body = request, .response_body = answer,
	    .error = run->last.why, .status = run->res->status,
	    .attempt = run->try,
	    .missed = run->req->may_miss && run->res->status == 404,
	    .duration_ms = clock_mono_ms() - run->last.began_ms,
	    .company_id = link->company_id, .user_id = link->user_id,
	    .connection_id = link->connection_id });
}

int
fetch_log_transfer(const struct fetch_run *run, struct err *err)
{
	static const struct {
		enum err_kind	 kind;
		const char	*code;
	} ends[] = {
		[FETCH_UNREACHABLE]	= { ERR_REMOTE, "io.remote_unreachable" },
		[FETCH_PRIVATE]		= { ERR_DENIED, "io.private_address" },
		[FETCH_TLS]		= { ERR_REMOTE, "io.remote_tls" },
		[FETCH_CERTIFICATE]	= { ERR_REMOTE, "io.remote_tls" },
		[FETCH_TIMEOUT]		= { ERR_TIMEOUT, "timeout" },
		[FETCH_DRIPPED]		= { ERR_TIMEOUT, "timeout" },
		[FETCH_LARGE]		= { ERR_REMOTE, "io.remote_too_large" },
		[FETCH_BAD_URL]		= { ERR_REMOTE, "io.remote_cut" },
		[FETCH_HELD]		= { ERR_CONFLICT, "io.held" },
		[FETCH_CUT]		= { ERR_REMOTE, "io.remote_cut" },
	};

	return err_code(err, ends[run->last.end].kind,
	    ends[run->last.end].code, "%s: %s %.120s: %s",
	    run->link->provider, run->method, endpoint_of(run),
	    run->last.why);
}

int
fetch_log_status(const struct fetch_run *run, struct err *err)
{
	static const struct {
		int		 status;
		enum err_kind	 kind;
		const char	*code;
	} known[] = {
		{ 400, ERR_INPUT, "io.remote_input" },
		{ 401, ERR_REMOTE_AUTH, "remote_auth" },
		{ 403, ERR_DENIED, "io.remote_denied" },
		{ 404, ERR_ABSENT, "io.remote_absent" },
		{ 422, ERR_INPUT, "io.remote_input" },
		{ 429, ERR_BUSY, "io.remote_busy" },
	};
	int		 status = run->res->status;
	enum err_kind	 kind = ERR_REMOTE;
	const char	*code = status < 400 ? "io.remote_redirect" : "remote";

	for (size_t i = 0; i < nitems(known); i++)
		if (known[i].status == status) {
			kind = known[i].kind;
			code = known[i].code;
		}
	err_code(err, kind, code, "%s: %s %.200s: status %d",
	    run->link->provider, run->method, endpoint_of(run), status);
	err->remote_status = status;
	err->retry_after_s = run->res->retry_after_s;
	return -1;
}

int
fetch_log_url(struct err *err, const char *why)
{
	return err_code(err, ERR_INPUT, "io.url", "URL: %s", why);
}
