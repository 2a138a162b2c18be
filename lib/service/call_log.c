#include "service/call_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mask.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/db.h"
#include "io/fetch_call.h"
#include "io/field.h"
#include "io/json_scan.h"
#include "io/web.h"
#include "service/api_cache.h"
#include "service/call_find.h"
#include "service/connection.h"

#define HOUR_MS		3600000LL
#define DAY_MS		86400000LL
#define RECENT		10
#define SLOWEST		20
#define ENDPOINTS_MAX	2000	/* different ones that are looked at */
#define BODY_MAX	4096	/* as fetch keeps them */

/* --- one call --- */

static bool
is_document(const char *text)
{
	static const char *const	 nothing[] = { NULL };
	own_json json_t			*doc = NULL;
	struct err			 why = { 0 };

	return (*text == '{' || *text == '[') && json_scan_parse(text,
	    strlen(text), nothing, &doc, &why) == 0;
}

/* JSON as it is; what was cut short is none any more and becomes a text. */
static void
put_data(struct buf *out, const char *name, const char *text)
{
	if (text == NULL || *text == '\0')
		emit_json(out, name, "{}");
	else if (is_document(text))
		emit_json(out, name, text);
	else
		emit_str(out, name, text);
}

void
call_log_put(struct buf *out, const char *name, const struct call *call)
{
	const bool	 error = strcmp(call->log_type, "ERROR") == 0;

	emit_open(out, name, '{');
	emit_int(out, "id", call->id);
	emit_str(out, "provider", call->provider);
	emit_str(out, "log_type", call->log_type);
	emit_str(out, "endpoint", call->endpoint);
	emit_str(out, "method", call->method);
	emit_id(out, "status_code", call->status_code);
	if (call->bodies) {
		put_data(out, "request_data", call->request_data);
		put_data(out, "response_data", call->response_data);
	}
	emit_str(out, "error_message", call->error_message);
	emit_id(out, "user", call->user_id);
	emit_str(out, "user_username", call->user_email);
	emit_str(out, "user_name", call->user_name);
	emit_time(out, "created_at", call->created_at);
	emit_bool(out, "is_success", !error && call->status_code >= 200 &&
	    call->status_code < 300);
	emit_bool(out, "is_error", error);
	if (call->duration_ms >= 0)
		emit_int(out, "duration_ms", call->duration_ms);
	else
		emit_null(out, "duration_ms");
	emit_str(out, "source", call->source);
	emit_close(out, '}');
}

static void
put_one(void *arg, const struct call *call)
{
	call_log_put(arg, NULL, call);
}

/* --- statistics --- */

struct totals {
	int64_t	 all, good, by_type[CALL_TYPES];
	json_t	*by_user;
};

/* People who are gone keep their number. */
static void
add_total(struct totals *sums, const struct call_total *one)
{
	const char	*user = one->user_name;
	char		 name[32] = "system";

	if (one->user_id != 0)
		snprintf(name, sizeof(name), "#%lld",
		    (long long)one->user_id);
	if (user == NULL)
		user = name;
	sums->all += one->calls;
	sums->good += one->good;
	sums->by_type[one->type] += one->calls;
	json_object_set_new(sums->by_user, user, json_integer(
	    field_num(sums->by_user, user, 0) + one->calls));
}

static void
put_totals(struct buf *out, const struct totals *sums)
{
	const int	 error = CALL_TYPES - 1;
	own_str char	*users = json_dumps(sums->by_user, JSON_COMPACT);

	emit_int(out, "total_logs", sums->all);
	emit_int(out, "success_logs", sums->good);
	emit_int(out, "error_logs", sums->by_type[error]);
	emit_open(out, "logs_by_type", '{');
	for (int i = 0; i < CALL_TYPES; i++)
		emit_int(out, call_types[i], sums->by_type[i]);
	emit_close(out, '}');
	emit_json(out, "logs_by_user", users);
}

static int
put_recent(struct db *db, const struct call_whose *whose, struct buf *out,
    struct err *err)
{
	const struct call_ask	 ask = { .company_id = whose->company_id,
				    .user_id = whose->user_id,
				    .provider = whose->provider,
				    .status_code = -1, .limit = RECENT,
				    .brief = true };
	struct call_mark	 next;

	emit_open(out, "recent_logs", '[');
	if (call_find(db, &ask, put_one, out, &next, err) == -1)
		return -1;
	emit_close(out, ']');
	return 0;
}

int
call_log_stats(struct db *db, const struct call_whose *whose,
    struct buf *out, struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	own_json json_t			*by_user = json_object();
	struct totals			 sums = { .by_user = by_user };
	struct call_total		 one;
	int64_t				 entries, expired;

	if (call_sum_totals(db, whose, &rows, err) == -1 ||
	    api_cache_entries(db, whose->company_id, whose->user_id, &entries,
	    &expired, err) == -1)
		return -1;
	while (call_sum_total_next(rows, &one))
		add_total(&sums, &one);
	emit_open(out, NULL, '{');
	put_totals(out, &sums);
	if (put_recent(db, whose, out, err) == -1)
		return -1;
	emit_open(out, "cache_stats", '{');
	emit_int(out, "total_cache_entries", entries);
	emit_int(out, "expired_cache_entries", expired);
	emit_close(out, '}');
	emit_close(out, '}');
	return 0;
}

/* --- the chart --- */

struct hour {
	int64_t			 by_type[CALL_TYPES];
	struct call_latency	 latency;
};

static void
put_ms(struct buf *out, const char *name, int64_t ms)
{
	if (ms >= 0)
		emit_int(out, name, ms);
	else
		emit_null(out, name);
}

static void
put_latency(struct buf *out, const struct call_latency *latency)
{
	put_ms(out, "p50_ms", call_sum_ms(latency, 0.5));
	put_ms(out, "p95_ms", call_sum_ms(latency, 0.95));
}

static void
put_hour(struct buf *out, int64_t at, const struct hour *hour)
{
	emit_open(out, NULL, '{');
	emit_time(out, "at", at);
	for (int i = 0; i < CALL_TYPES; i++)
		emit_int(out, call_types[i], hour->by_type[i]);
	emit_int(out, "errors", hour->by_type[CALL_TYPES - 1]);
	put_latency(out, &hour->latency);
	emit_close(out, '}');
}

int
call_log_chart(struct db *db, const struct call_whose *whose,
    int64_t hours, struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const int64_t		 first = (clock_ms() / HOUR_MS - hours + 1) *
				    HOUR_MS;
	struct hour		 all[CALL_LOG_HOURS] = { 0 };
	struct call_slot	 slot;

	if (call_sum_hours(db, whose, first, &rows, err) == -1)
		return -1;
	while (call_sum_hour_next(rows, &slot)) {
		const int64_t	 i = (slot.at - first) / HOUR_MS;

		if (i >= hours)
			continue;
		all[i].by_type[slot.type] += slot.calls;
		for (int b = 0; b < CALL_BUCKETS; b++)
			all[i].latency.n[b] += slot.latency.n[b];
	}
	emit_open(out, NULL, '[');
	for (int64_t i = 0; i < hours; i++)
		put_hour(out, first + i * HOUR_MS, &all[i]);
	emit_close(out, ']');
	return 0;
}

/* --- the slowest --- */

struct place {
	char	 method[12], template[CALL_TEMPLATE];
	int64_t	 calls, errors, p50_ms, p95_ms;
};

static int
slower_first(const void *a, const void *b)
{
	const struct place	*x = a, *y = b;

	return x->p95_ms != y->p95_ms ? (x->p95_ms < y->p95_ms) -
	    (x->p95_ms > y->p95_ms) : (x->calls < y->calls) -
	    (x->calls > y->calls);
}

static void
read_place(const struct call_endpoint *one, struct place *out)
{
	snprintf(out->method, sizeof(out->method), "%s", one->method);
	snprintf(out->template, sizeof(out->template), "%s", one->template);
	out->calls = one->calls;
	out->errors = one->errors;
	out->p50_ms = call_sum_ms(&one->latency, 0.5);
	out->p95_ms = call_sum_ms(&one->latency, 0.95);
}

static void
put_place(struct buf *out, const struct place *place)
{
	own_str char	*name = mem_fmt("%s %s", place->method,
			    place->template);

	emit_open(out, NULL, '{');
	emit_str(out, "endpoint", name);
	emit_int(out, "count", place->calls);
	put_ms(out, "p50_ms", place->p50_ms);
	put_ms(out, "p95_ms", place->p95_ms);
	emit_int(out, "errors", place->errors);
	emit_close(out, '}');
}

static void
free_places(struct place **all)
{
	free(*all);
}

int
call_log_slowest(struct db *db, const struct call_whose *whose,
    int64_t days, struct buf *out, struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	cleanup(free_places) struct place *all = mem_zero(ENDPOINTS_MAX *
					    sizeof(*all));
	struct call_endpoint		 one;
	size_t				 n = 0;

	if (call_sum_endpoints(db, whose, clock_ms() - (days - 1) * DAY_MS,
	    &rows, err) == -1)
		return -1;
	while (n < ENDPOINTS_MAX && call_sum_endpoint_next(rows, &one))
		read_place(&one, &all[n++]);
	qsort(all, n, sizeof(*all), slower_first);
	emit_open(out, NULL, '[');
	for (size_t i = 0; i < n && i < SLOWEST; i++)
		put_place(out, &all[i]);
	emit_close(out, ']');
	return 0;
}

/* --- a row written by a person --- */

static void
cut(char *text, size_t max)
{
	text[utf8_cut(text, max)] = '\0';
}

/* Masked and bounded; NULL: nothing was given. */
static int
read_data(const json_t *body, const char *name, char **out, struct err *err)
{
	const json_t	*value = json_object_get(body, name);

	*out = NULL;
	if (value == NULL || json_is_null(value))
		return 0;
	if (!json_is_object(value) && !json_is_array(value))
		return err_field(err, name, "type", "object");
	*out = json_dumps(value, JSON_COMPACT);
	mask_text(*out, strlen(*out));
	cut(*out, BODY_MAX);
	return 0;
}

struct manual {
	const char	*type, *method;
	int64_t		 status;
	char		*endpoint, *error, *request, *response;
};

static void
manual_clear(struct manual *row)
{
	mem_free_str(&row->endpoint);
	mem_free_str(&row->error);
	mem_free_str(&row->request);
	mem_free_str(&row->response);
}

static char *
masked(const char *text)
{
	char	*out = mem_dup(text);

	if (out != NULL)
		mask_text(out, strlen(out));
	return out;
}

static int
read_manual(const json_t *body, struct manual *out, struct err *err)
{
	static const char *const names[] = { "log_type", "endpoint", "method",
		"status_code", "request_data", "response_data",
		"error_message", NULL };
	static const char *const methods[] = { "GET", "HEAD", "POST", "PUT",
		"PATCH", "DELETE", NULL };
	const char	*endpoint, *error = NULL;

	if (field_only(body, names, err) == -1 ||
	    field_text(body, "log_type", 1, 10, &out->type, err) == -1 ||
	    field_word_opt(body, "log_type", call_types, &out->type,
	    err) == -1 ||
	    field_text(body, "endpoint", 1, 500, &endpoint, err) == -1 ||
	    field_word_opt(body, "method", methods, &out->method, err) == -1 ||
	    field_int_opt(body, "status_code", 100, 599, &out->status,
	    err) == -1 ||
	    field_text_opt(body, "error_message", 1000, &error, err) == -1 ||
	    read_data(body, "request_data", &out->request, err) == -1 ||
	    read_data(body, "response_data", &out->response, err) == -1)
		return -1;
	if (out->method == NULL)
		out->method = strcmp(out->type, "ERROR") == 0 ? "GET" :
		    out->type;
	if (out->status >= 400 || (error != NULL && *error != '\0'))
		out->type = "ERROR";
	out->endpoint = masked(endpoint);
	out->error = masked(error);
	return 0;
}

int
call_log_add(struct db *db, const struct web_req *req, int64_t *id,
    struct err *err)
{
	const struct web_who		*who = req->who;
	cleanup(manual_clear) struct manual	 row = { 0 };

	if (connection_secrets_mask(db, req->conf, who->user_id, err) == -1 ||
	    read_manual(req->body, &row, err) == -1)
		return -1;
	return call_note(db, &(struct fetch_call){ .provider = "huntflow",
	    .method = row.method, .endpoint = row.endpoint,
	    .request_body = row.request, .response_body = row.response,
	    .error = row.error, .status = (int)row.status,
	    .duration_ms = -1, .company_id = who->company_id,
	    .user_id = who->user_id }, row.type, id, err);
}
