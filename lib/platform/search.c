#include "platform/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/text.h"
#include "io/field.h"
#include "platform/integration_log.h"
#include "platform/link.h"
#include "platform/refusal.h"
#include "platform/search_ask.h"
#include "platform/wish.h"

#define DEADLINE_MS	25000

static void
wish_free(struct wish **wish)
{
	if (*wish != NULL)
		wish_clear(*wish);
	free(*wish);
	*wish = NULL;
}

void
search_close(struct search *s)
{
	if (s == NULL)
		return;
	platform_run_close(s->run);
	for (size_t i = 0; i < s->n; i++) {
		integration_clear(&s->part[i].in);
		wish_free(&s->part[i].wish);
		mem_free_str(&s->part[i].cursor);
	}
	free(s->part);
	wish_free(&s->wish);
	json_decref(s->unsupported);
	free(s);
}

void
search_close_p(struct search **s)
{
	search_close(*s);
	*s = NULL;
}

/* The wish with n of the limit. */
static struct wish *
share_of(const struct wish *wish, int64_t n)
{
	struct wish	*share = mem_zero(sizeof(*share));

	*share = *wish;
	json_incref(share->keywords);
	json_incref(share->locations);
	share->limit = n > 0 ? n : 1;
	return share;
}

static void
begin_part(struct search *s, struct search_part *part)
{
	const struct caller	*who = s->who;
	struct platform_link	*link;
	const struct platform_ask ask = { .wish = part->wish,
	    .cursor = part->cursor, .account = part->in.account,
	    .base_url = platform_address(part->platform, who->conf),
	    .now_ms = clock_ms() };

	part->asked_ms = clock_mono_ms();
	part->refused = (struct platform_done){ .rc = -1, .got.total = -1 };
	if (part->in.quota_over && conf_background(who->conf)) {
		platform_refusal_set(PLATFORM_QUOTA, part->platform->title,
		    NULL, &part->refused.err);
		part->done = &part->refused;
		part->held = true;
	} else if (platform_link_open(who->db, who->conf, part->platform, &part->in,
	    who->user_id, NULL, &link, &part->refused.err) == -1)
		part->done = &part->refused;
	else
		platform_run_add(s->run, link, part->platform->search, &ask,
		    part);
}

int
search_open(const struct caller *who, const struct platform *const *boards,
    const json_t *body, struct search **out, struct err *err)
{
	own_search struct search	*s = mem_zero(sizeof(*s));

	s->who = who;
	s->boards = boards;
	s->unsupported = json_array();
	s->wish = mem_zero(sizeof(*s->wish));
	if (search_ask_read(s, body, err) == -1 ||
	    (s->run = platform_run_open(who->db, who->conf, DEADLINE_MS,
	    err)) == NULL)
		return -1;
	for (size_t i = 0; i < s->n; i++) {
		s->part[i].wish = share_of(s->wish, s->wish->limit /
		    (int64_t)s->n + ((int64_t)i < s->wish->limit %
		    (int64_t)s->n));
		begin_part(s, &s->part[i]);
	}
	*out = give(s);
	return 0;
}

struct search_part *
search_next(struct search *s)
{
	struct platform_done	*done;
	struct search_part	*part;

	for (; s->given < s->n; s->given++)
		if (s->part[s->given].done == &s->part[s->given].refused)
			return &s->part[s->given++];
	if ((done = platform_run_next(s->run)) == NULL)
		return NULL;
	part = done->arg;
	part->done = done;
	return part;
}

/* --- how it ended --- */

unsigned
search_applied(const struct search_part *part)
{
	const json_t	*note;
	unsigned	 bits = wish_given(part->wish) &
			    part->platform->wishes;
	size_t		 i;

	json_array_foreach(part->done->got.notes, i, note)
		for (unsigned bit = 1; bit <= WISH_UPDATED; bit <<= 1)
			if (strcmp(field_str(note, "code"),
			    "platform.ignored") == 0 && strcmp(field_str(note,
			    "wish"), wish_name(bit)) == 0)
				bits &= ~bit;
	return bits;
}

static json_t *
details_of(const struct search_part *part)
{
	const struct platform_done	*done = part->done;

	return json_pack("{s:o, s:I, s:I, s:I, s:i, s:I, s:O?}", "wish",
	    wish_json(part->wish, false), "found",
	    (json_int_t)json_array_size(done->got.found), "total",
	    (json_int_t)done->got.total, "took_ms",
	    (json_int_t)done->took_ms, "calls", done->calls, "unreadable",
	    (json_int_t)done->got.unreadable, "notes", done->got.notes);
}

void
search_settle(struct search *s, const struct search_part *part)
{
	const struct platform_done	*done = part->done;
	const struct err		*why = done->rc == -1 ? &done->err :
					    NULL;
	const struct integration_gain	 gain = { .searches = 1,
	    .errors = why != NULL };
	own_json json_t			*details = NULL;
	struct err			 err = { 0 };

	if (part->held)
		return;
	details = details_of(part);
	/* What was asked wrongly says nothing of the integration. */
	if ((why == NULL || why->kind != ERR_INPUT) &&
	    integration_settle(s->who->db, part->in.con.id,
	    clock_mono_ms() - part->asked_ms, why, &err) == -1)
		log_err(LOG_WARN, "integration: settle", &err);
	if (integration_log_gain(s->who->db, &part->in, &gain, &err) == -1)
		log_err(LOG_WARN, "integration: gain", &err);
	if (why != NULL && json_array_size(done->got.found) > 0)
		integration_log_partial(s->who->db, &part->in, "search",
		    s->who->user_id, details, why);
	else
		integration_log_add(s->who->db, &part->in, "search",
		    s->who->user_id, details, why);
}

static const char *
status_of(const struct platform_done *done)
{
	return done->rc == 0 ? "ok" : json_array_size(done->got.found) > 0 ?
	    "partial" : "error";
}

static json_t *
error_of(const struct platform_done *done, const char *lang)
{
	return done->rc == 0 ? json_null() : platform_error_json(&done->err,
	    lang);
}

static json_t *
notes_of(const struct search_part *part, const char *lang)
{
	const unsigned	 lost = wish_given(part->wish) &
			    ~part->platform->wishes;
	json_t		*list = json_array(), *note;
	char		 text[700];
	size_t		 i;

	json_array_foreach(part->done->got.notes, i, note) {
		const char	*code = field_str(note, "code");

		wish_note_put(text, sizeof(text), lang, code, field_str(note,
		    "wish"));
		json_array_append_new(list, json_pack("{s:s, s:s}", "code",
		    code, "detail", text));
	}
	for (unsigned bit = 1; bit <= lost; bit <<= 1) {
		if ((lost & bit) == 0)
			continue;
		wish_note_put(text, sizeof(text), lang, "platform.ignored",
		    wish_name(bit));
		json_array_append_new(list, json_pack("{s:s, s:s, s:s}",
		    "code", "platform.ignored", "wish", wish_name(bit),
		    "detail", text));
	}
	return list;
}

static json_t *
part_json(const struct search_part *part, const char *lang)
{
	const struct platform_done	*done = part->done;

	return json_pack("{s:I, s:s, s:s, s:I, s:o, s:I, s:o, s:o}",
	    "integration_id", (json_int_t)part->in.con.id, "name",
	    part->in.con.name, "status", status_of(done), "found",
	    (json_int_t)json_array_size(done->got.found), "total",
	    done->got.total >= 0 ? json_integer(done->got.total) :
	    json_null(), "took_ms", (json_int_t)done->took_ms, "error",
	    error_of(done, lang), "notes", notes_of(part, lang));
}

/* All integrations of one board as one row. */
static json_t *
platform_row(const struct search *s, const struct platform *platform,
    const char *lang)
{
	json_t		*parts = json_array();
	json_int_t	 found = 0, took = 0;
	bool		 well = true, any = false;
	const struct platform_done *bad = NULL;

	for (size_t i = 0; i < s->n; i++) {
		const struct search_part	*p = &s->part[i];

		if (p->platform != platform)
			continue;
		json_array_append_new(parts, part_json(p, lang));
		found += (json_int_t)json_array_size(p->done->got.found);
		took = p->done->took_ms > took ? p->done->took_ms : took;
		well &= p->done->rc == 0;
		any |= strcmp(status_of(p->done), "error") != 0;
		bad = p->done->rc == -1 ? p->done : bad;
	}
	return json_pack("{s:s, s:s, s:I, s:I, s:o, s:o}", "platform",
	    platform->name, "status", well ? "ok" : any ? "partial" : "error",
	    "found", found, "took_ms", took, "error", bad != NULL ?
	    error_of(bad, lang) : json_null(), "integrations", parts);
}

static json_t *
unsupported_row(const struct platform *platform, const char *lang)
{
	char	 text[700];

	text_put(text, sizeof(text), lang, platform->no_search,
	    platform->title);
	return json_pack("{s:s, s:s, s:i, s:i, s:{s:s, s:s, s:n}, s:[]}",
	    "platform", platform->name, "status", "unsupported", "found", 0,
	    "took_ms", 0, "error", "code", platform->no_search, "detail",
	    text, "retry_after_s", "integrations");
}

json_t *
search_platforms(const struct search *s, const char *lang)
{
	json_t		*list = json_array();
	const json_t	*name;
	size_t		 i;

	for (i = 0; s->boards[i] != NULL; i++)
		for (size_t k = 0; k < s->n; k++)
			if (s->part[k].platform == s->boards[i]) {
				json_array_append_new(list, platform_row(s,
				    s->boards[i], lang));
				break;
			}
	json_array_foreach(s->unsupported, i, name)
		json_array_append_new(list, unsupported_row(platform_by_name(
		    s->boards, json_string_value(name)), lang));
	return list;
}

int64_t
search_total(const struct search *s)
{
	int64_t	 total = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct platform_got	*got = &s->part[i].done->got;

		total += got->total >= 0 ? got->total :
		    (int64_t)json_array_size(got->found);
	}
	return total;
}

/* None before it is of the same board. */
static bool
is_first(const struct search *s, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (s->part[k].platform == s->part[i].platform)
			return false;
	return true;
}

int
search_judge(const struct search *s, struct err *err)
{
	own_buf struct buf	names = { 0 };

	for (size_t i = 0; i < s->n; i++) {
		if (strcmp(status_of(s->part[i].done), "error") != 0)
			return 0;
		if (is_first(s, i))
			buf_fmt(&names, "%s%s", names.len > 0 ? ", " : "",
			    s->part[i].platform->title);
	}
	return s->n == 0 ? 0 : err_code(err, ERR_REMOTE,
	    "platform.all_failed", "%s", buf_str(&names));
}

char *
search_cursor(const struct search *s)
{
	own_json json_t	*at = json_object();

	for (size_t i = 0; i < s->n; i++) {
		const struct search_part	*p = &s->part[i];
		char				 id[24];

		snprintf(id, sizeof(id), "%lld", (long long)p->in.con.id);
		if (p->done->got.cursor != NULL)
			json_object_set_new(at, id, json_string(
			    p->done->got.cursor));
		else if (p->done->rc == -1)	/* once more from there */
			json_object_set_new(at, id, json_string(
			    p->cursor != NULL ? p->cursor : ""));
	}
	return json_object_size(at) > 0 ? search_ask_cursor(s->wish, at) :
	    NULL;
}
