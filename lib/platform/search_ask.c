#include "platform/search_ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "platform/search.h"
#include "platform/wish.h"

#define PARTS_MAX	20
#define CURSOR_BYTES	6000
#define MARK_SIZE	17	/* of a wish's hash */

/* The wish but for how much of it is shown at once. */
static void
mark_of(const struct wish *wish, char out[MARK_SIZE])
{
	own_json json_t	*doc = wish_json(wish, false);
	own_str char	*text = NULL;
	char		 hash[SECRET_HASH_SIZE];

	json_object_del(doc, "limit");
	text = json_dumps(doc, JSON_COMPACT | JSON_SORT_KEYS);
	secret_hash(text, hash);
	snprintf(out, MARK_SIZE, "%.*s", MARK_SIZE - 1, hash);
}

char *
search_ask_cursor(const struct wish *wish, const json_t *at)
{
	own_str char	*text = NULL;
	own_json json_t	*doc = NULL;
	own_buf struct buf out = { 0 };
	char		 mark[MARK_SIZE];

	mark_of(wish, mark);
	doc = json_pack("{s:s, s:O}", "w", mark, "at", at);
	text = json_dumps(doc, JSON_COMPACT);
	secret_base64(text, strlen(text), &out);
	return mem_dup(buf_str(&out));
}

static int
read_cursor(const char *cursor, const struct wish *wish, json_t **at,
    struct err *err)
{
	own_str char	*text = mem_zero(CURSOR_BYTES + 1);
	own_json json_t	*doc = NULL;
	const char	*of;
	char		 mark[MARK_SIZE];
	struct err	 why = { 0 };
	size_t		 len;

	mark_of(wish, mark);
	if (!secret_base64_read(cursor, text, CURSOR_BYTES, &len) ||
	    field_parse(text, len, &doc, &why) == -1 ||
	    (of = json_string_value(json_object_get(doc, "w"))) == NULL ||
	    strcmp(of, mark) != 0 ||
	    !json_is_object(json_object_get(doc, "at")))
		return err_field(err, "cursor", "platform.cursor", "%s", "");
	*at = json_incref(json_object_get(doc, "at"));
	return 0;
}

/* What narrows the choice of integrations. */
struct choice {
	json_t	*platforms, *ids;	/* borrowed arrays; NULL: all */
	json_t	*at;			/* of the cursor; NULL: from the start */
	json_t	*one;			/* owned: platforms, with platform */
};

static void
choice_clear(struct choice *c)
{
	json_decref(c->at);
	json_decref(c->one);
}

static int
check_platforms(const struct search *s, const json_t *names, const char *field,
    struct err *err)
{
	const struct platform	*platform;
	const json_t		*name;
	size_t			 i;

	json_array_foreach(names, i, name)
		if (platform_choose(s->boards, field, json_is_string(name) ?
		    json_string_value(name) : "", &platform, err) == -1)
			return -1;
	return 0;
}

static int
wrong_id(size_t i, const char *code, const char *text, struct err *err)
{
	own_str char	*path = mem_fmt("integration_ids[%zu]", i);

	return err_field(err, path, code, "%s", text);
}

static int
check_ids(const json_t *ids, struct err *err)
{
	const json_t	*id;
	size_t		 i;

	json_array_foreach(ids, i, id)
		if (!json_is_integer(id) || json_integer_value(id) < 1)
			return wrong_id(i, "type", "integer", err);
	return 0;
}

/* A platform beside platforms is one more of them. */
static int
add_one(const struct search *s, struct choice *c, const char *one,
    struct err *err)
{
	own_json json_t	*name = NULL;

	if (one == NULL || *one == '\0')
		return 0;
	name = json_pack("[s]", one);
	if (check_platforms(s, name, "platform", err) == -1)
		return -1;
	c->one = json_array();
	json_array_extend(c->one, c->platforms);
	json_array_extend(c->one, name);
	c->platforms = c->one;
	return 0;
}

static int
read_choice(const struct search *s, const json_t *body, struct choice *c,
    struct err *err)
{
	const char	*one = NULL, *cursor = NULL;
	int		 rc;

	rc = field_text_opt(body, "platform", 40, &one, err) |
	    field_array_opt(body, "platforms", PARTS_MAX, &c->platforms, err) |
	    field_array_opt(body, "integration_ids", PARTS_MAX, &c->ids, err) |
	    field_text_opt(body, "cursor", CURSOR_BYTES * 2, &cursor, err);
	if (rc != 0)
		return -1;
	if (json_array_size(c->platforms) == 0)
		c->platforms = NULL;
	if (json_array_size(c->ids) == 0)
		c->ids = NULL;
	if (check_platforms(s, c->platforms, "platforms", err) == -1 ||
	    add_one(s, c, one, err) == -1 || check_ids(c->ids, err) == -1)
		return -1;
	return cursor == NULL || *cursor == '\0' ? 0 : read_cursor(cursor,
	    s->wish, &c->at, err);
}

static bool
among_names(const json_t *names, const char *name)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(names, i, one)
		if (strcmp(json_string_value(one), name) == 0)
			return true;
	return false;
}

static bool
among_ids(const json_t *ids, int64_t id)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(ids, i, one)
		if (json_integer_value(one) == id)
			return true;
	return false;
}

static void
add_part(struct search *s, struct integration *in,
    const struct platform *platform, const struct choice *c)
{
	struct search_part	*part;
	const char		*cursor = NULL;
	char			 id[24];

	snprintf(id, sizeof(id), "%lld", (long long)in->con.id);
	if (c->at != NULL && (cursor = json_string_value(json_object_get(
	    c->at, id))) == NULL)
		return;			/* all of it was shown */
	s->part = mem_grow(s->part, s->n + 1, sizeof(*s->part));
	part = &s->part[s->n++];
	memset(part, 0, sizeof(*part));
	part->in = give(*in);
	part->platform = platform;
	part->cursor = mem_dup(cursor);
}

static int
check_id(const struct search *s, const struct choice *c, size_t i, int64_t id,
    struct err *err)
{
	own_integration struct integration	in = { 0 };
	struct err				why = { 0 };
	char					number[24];

	snprintf(number, sizeof(number), "%lld", (long long)id);
	if (integration_get(s->who->db, s->who->company_id, id, &in,
	    &why) == -1) {
		if (why.kind == ERR_ABSENT)
			return wrong_id(i, "platform.no_integration", number,
			    err);
		*err = why;
		return -1;
	}
	/* A search that goes on does so without what was switched off since. */
	return c->at != NULL || integration_usable(&in) ? 0 : err_code(err,
	    ERR_CONFLICT, "platform.unusable", "%s", in.con.name);
}

/* Each integration that was named is there, and may be asked. */
static int
check_listed(const struct search *s, const struct choice *c, struct err *err)
{
	const json_t	*id;
	size_t		 i;

	json_array_foreach(c->ids, i, id)
		if (check_id(s, c, i, json_integer_value(id), err) == -1)
			return -1;
	return 0;
}

/* A platform was named, or one of its integrations. */
static bool
is_named(const struct choice *c, const char *platform)
{
	return c->platforms != NULL && among_names(c->platforms, platform);
}

static int
pick(struct search *s, const struct choice *c, struct err *err)
{
	own_integration struct integration	 in = { 0 };
	own_rows struct db_rows			*rows = NULL;

	if (integration_list(s->who->db, s->who->company_id, NULL, &rows,
	    err) == -1)
		return -1;
	while (integration_next(rows, &in) && s->n < PARTS_MAX) {
		const struct platform	*platform = platform_by_name(
					    s->boards, in.con.provider);

		if (platform == NULL || !integration_usable(&in) ||
		    (c->platforms != NULL && !is_named(c, platform->name)) ||
		    (c->ids != NULL && !among_ids(c->ids, in.con.id)))
			continue;
		if (platform->search != NULL)
			add_part(s, &in, platform, c);
		else if (!among_names(s->unsupported, platform->name))
			json_array_append_new(s->unsupported,
			    json_string(platform->name));
	}
	return 0;
}

static bool
has_part(const struct search *s, const char *platform)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->part[i].platform->name, platform) == 0)
			return true;
	return false;
}

/* Each that was named must be there; what cannot search is no failure beside others. */
static int
check_named(struct search *s, const struct choice *c, struct err *err)
{
	const struct platform	*platform = NULL;
	const json_t		*name;
	size_t			 i;

	json_array_foreach(c->platforms, i, name) {
		const char	*text = json_string_value(name);

		platform = platform_by_name(s->boards, text);
		if (platform->search == NULL &&
		    !among_names(s->unsupported, text))
			json_array_append_new(s->unsupported,
			    json_string(text));
		if (platform->search != NULL && c->at == NULL &&
		    !has_part(s, text))
			return err_code(err, ERR_CONFLICT,
			    "platform.not_connected", "%s", platform->title);
	}
	if (s->n > 0 || c->at != NULL)
		return 0;
	if (json_array_size(s->unsupported) > 0) {
		platform = platform_by_name(s->boards, json_string_value(
		    json_array_get(s->unsupported, 0)));
		return err_code(err, ERR_UNFIT, platform->no_search, "%s",
		    platform->title);
	}
	return err_code(err, ERR_CONFLICT, "platform.none_connected",
	    "no usable integration");
}

int
search_ask_read(struct search *s, const json_t *body, struct err *err)
{
	static const char *const	names[] = { "platform", "platforms",
		"integration_ids", "cursor", "weights", "keywords", "locations",
		"experience_min", "experience_max", "salary_min",
		"salary_max", "currency", "employment",
		"updated_within_days", "only_new", "limit", "saved_search",
		NULL };
	cleanup(choice_clear) struct choice	c = { 0 };

	if ((field_only(body, names, err) | wish_read(body, s->wish, err)) !=
	    0 ||
	    read_choice(s, body, &c, err) == -1 ||
	    check_listed(s, &c, err) == -1 || pick(s, &c, err) == -1)
		return -1;
	return check_named(s, &c, err);
}
