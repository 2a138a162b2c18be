#include "candidate/transfer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "candidate/candidate.h"
#include "candidate/view.h"
#include "document/document.h"
#include "io/db.h"
#include "io/field.h"
#include "transfer/context.h"
#include "transfer/cv.h"
#include "transfer/field.h"
#include "transfer/source.h"

#define PAGE		"/candidates/%lld/"
#define FILES		"/api/v1/documents/%lld/file/"
#define SITE_WORDS	2

/* What the sources of applicants of an organisation are called that stand for a job board. */
static const struct { const char *platform, *words[SITE_WORDS]; } sites[] = {
	{ "hh_ru",	{ "headhunter", "hh" } },
	{ "superjob",	{ "superjob" } },
	{ "linkedin",	{ "linkedin" } },
	{ "lalafo",	{ "lalafo" } },
};

/* --- fields --- */

static const char *
text_of(const json_t *doc, const char *name)
{
	const char	*text = field_str(doc, name);

	return text != NULL ? text : "";
}

/* to: a word of transfer/field.h. Its id is the same word, so one table of choices serves all. */
static void
add_field(json_t *fields, const char *name, const char *to, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	json_array_append_new(fields, json_pack("{s:s, s:s, s:s, s:s, s:s?}",
	    "id", to, "name", name, "type", "short_text", "display", text,
	    "href", strcmp(to, "link") == 0 ? text : NULL));
}

static json_t *
choices(void)
{
	json_t	*out = json_object();

	for (size_t i = 0; transfer_field_words[i] != NULL; i++)
		json_object_set_new(out, transfer_field_words[i],
		    json_string(transfer_field_words[i]));
	return out;
}

static void
add_each(json_t *fields, const char *name, const char *to, const json_t *list)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one)
		add_field(fields, name, to, json_string_value(one));
}

/* "от 1000 до 2000 USD" */
static void
add_salary(json_t *fields, const struct candidate *c)
{
	own_buf struct buf	text = { 0 };

	if (c->salary_min != NULL)
		buf_fmt(&text, "от %s ", c->salary_min);
	if (c->salary_max != NULL)
		buf_fmt(&text, "до %s ", c->salary_max);
	if (text.len == 0)
		return;
	buf_puts(&text, c->currency);
	add_field(fields, "Зарплата", "money", buf_str(&text));
}

static void
add_skills(json_t *fields, const char *skills)
{
	own_json json_t		*list = json_loads(skills, 0, NULL);
	own_buf struct buf	 text = { 0 };
	const json_t		*one;
	size_t			 i;

	json_array_foreach(list, i, one)
		buf_fmt(&text, "%s%s", i > 0 ? ", " : "",
		    json_string_value(one));
	add_field(fields, "Навыки", "comment", buf_str(&text));
}

/* "7.0" is 7. */
static void
add_years(json_t *fields, const char *years)
{
	own_str char	*text = years == NULL ? NULL : mem_fmt("%g",
			    strtod(years, NULL));

	add_field(fields, "Опыт, лет", "comment", text);
}

static char *
fields_of(const struct candidate *c)
{
	own_json json_t	*fields = json_array(),
			*contacts = json_loads(c->contacts, 0, NULL);

	add_each(fields, "Телефон", "phone", json_object_get(contacts,
	    "phones"));
	add_each(fields, "E-mail", "email", json_object_get(contacts,
	    "emails"));
	add_each(fields, "Профиль", "link", json_object_get(contacts,
	    "links"));
	add_field(fields, "Должность", "position", c->current_position);
	add_field(fields, "Компания", "company", c->current_company);
	add_field(fields, "Дата рождения", "birthday", c->birth_date);
	add_field(fields, "Город", "comment", c->location);
	add_years(fields, c->experience_years);
	add_salary(fields, c);
	add_skills(fields, c->skills);
	return json_dumps(fields, JSON_COMPACT);
}

/* --- text --- */

/* The members that say something, with commas between. */
static void
put_members(struct buf *out, const json_t *one, const char *const *names)
{
	bool	first = true;

	for (; *names != NULL; names++) {
		const json_t	*value = json_object_get(one, *names);
		own_str char	*text = json_is_integer(value) ?
		    mem_fmt("%" JSON_INTEGER_FORMAT, json_integer_value(value)) :
		    mem_dup(text_of(one, *names));

		if (*text == '\0')
			continue;
		buf_fmt(out, "%s%s", first ? "" : ", ", text);
		first = false;
	}
}

static void
put_job(struct buf *out, const json_t *job)
{
	static const char *const names[] = { "position", "company", "location",
		NULL };
	const char	*from = text_of(job, "from"), *to = text_of(job, "to");

	if (*from != '\0')
		buf_fmt(out, "%s — %s: ", from, *to != '\0' ? to :
		    "по настоящее время");
	put_members(out, job, names);
	buf_putc(out, '\n');
	if (*text_of(job, "description") != '\0')
		buf_fmt(out, "%s\n", text_of(job, "description"));
}

static void
put_study(struct buf *out, const json_t *study)
{
	static const char *const names[] = { "year", "institution", "degree",
		"field", NULL };

	put_members(out, study, names);
	buf_putc(out, '\n');
}

static void
put_language(struct buf *out, const json_t *language)
{
	static const char *const names[] = { "language", "level", NULL };

	put_members(out, language, names);
	buf_putc(out, '\n');
}

/* Parts of the profile, in the order in which people read them. */
static const struct {
	const char	*name, *heading;
	void		(*put)(struct buf *, const json_t *);
} parts[] = {
	{ "experience",	"Опыт",		put_job },
	{ "education",	"Образование",	put_study },
	{ "languages",	"Языки",	put_language },
};

static char *
profile_text(const struct candidate *c)
{
	own_json json_t		*profile = json_loads(c->profile, 0, NULL);
	own_buf struct buf	 out = { 0 };
	const json_t		*list, *one;
	size_t			 k;

	buf_puts(&out, text_of(profile, "summary"));
	for (size_t i = 0; i < nitems(parts); i++) {
		list = json_object_get(profile, parts[i].name);
		if (json_array_size(list) == 0)
			continue;
		buf_fmt(&out, "%s%s:\n", out.len > 0 ? "\n\n" : "",
		    parts[i].heading);
		json_array_foreach(list, k, one)
			parts[i].put(&out, one);
	}
	return mem_dup(buf_str(&out));
}

/* --- files --- */

/* Whose files are the person's own: taken by it, or by one that was joined to it. */
static int
read_files(struct transfer_context *ctx, int64_t id, json_t **out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_str char		*site = conf_site(ctx->conf);
	own_json json_t		*list = json_array();
	char			 iso[CLOCK_ISO_SIZE];

	if (db_query(ctx->db, "SELECT d.id, d.name, d.size, d.created_at "
	    "FROM " CANDIDATE_GROUP " JOIN document d ON d.candidate_id = "
	    "g.id AND d.company_id = ? ORDER BY d.id DESC LIMIT ?",
	    DB_ARGS(db_int(id), db_int(id), db_int(ctx->company_id),
	    db_int(TRANSFER_CVS_MAX)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		own_str char	*file_id = mem_fmt("%lld",
				    (long long)db_col_int(rows, 0));

		clock_iso(db_col_time(rows, 3), iso);
		json_array_append_new(list, json_pack("{s:s, s:s, s:I, s:s, "
		    "s:o}", "id", file_id, "title", db_col_str(rows, 1),
		    "size", (json_int_t)db_col_int(rows, 2), "date", iso,
		    "url", json_sprintf("%s" FILES, site,
		    (long long)db_col_int(rows, 0))));
	}
	*out = json_incref(list);
	return 0;
}

/* One that does not belong to the person (any more) is not theirs to send. */
static int
file(struct transfer_context *ctx, const char *id,
    const struct transfer_cv *cv, size_t max_bytes, struct buf *out,
    struct err *err)
{
	const int64_t	file_id = strtoll(cv->id, NULL, 10),
			candidate_id = strtoll(id, NULL, 10);
	int64_t		root, n;

	if (candidate_root(ctx->db, ctx->company_id, candidate_id, &root,
	    err) == -1 || db_number(ctx->db, "SELECT COUNT(*) FROM "
	    CANDIDATE_GROUP " JOIN document d ON d.candidate_id = g.id "
	    "WHERE d.id = ?", DB_ARGS(db_int(root), db_int(root),
	    db_int(file_id)), &n, err) == -1)
		return -1;
	if (n == 0)
		return err_set(err, ERR_ABSENT, "file %lld", (long long)file_id);
	if ((size_t)cv->size > max_bytes)
		return err_code(err, ERR_TOO_LARGE,
		    "huntflow.file_too_large", "%s", cv->title);
	return document_bytes(ctx->db, ctx->conf, file_id, out, err);
}

/* --- the person --- */

static json_t *
sites_of(const char *sources)
{
	own_json json_t	*list = json_loads(sources, 0, NULL);
	json_t		*out = json_array();
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one)
		for (size_t k = 0; k < nitems(sites); k++)
			for (size_t w = 0; w < SITE_WORDS &&
			    strcmp(text_of(one, "platform"),
			    sites[k].platform) == 0; w++)
				if (sites[k].words[w] != NULL)
					json_array_append_new(out, json_string(
					    sites[k].words[w]));
	return out;
}

static void
read_person(const struct conf *conf, const struct candidate *c,
    struct transfer_item *out)
{
	own_str char		*site = conf_site(conf);
	own_buf struct buf	 name = { 0 };

	candidate_view_name(c, &name);
	out->name = mem_dup(buf_str(&name));
	out->first = mem_dup(c->first_name);
	out->last = mem_dup(c->last_name);
	out->middle = mem_dup(c->middle_name);
	out->url = mem_fmt("%s" PAGE, site, (long long)c->id);
	out->text = profile_text(c);
	out->fields = fields_of(c);
	out->choices = choices();
	out->tags = json_loads(c->tags, 0, NULL);
	out->sites = sites_of(c->sources);
}

static int
fetch(struct transfer_context *ctx, const char *id, struct transfer_item *out,
    struct err *err)
{
	own_transfer_item struct transfer_item	 item = { 0 };
	own_rows struct db_rows			*rows = NULL;
	struct candidate			 c;

	if (candidate_get(ctx->db, ctx->company_id, strtoll(id, NULL, 10),
	    &rows, &c, err) == -1 || candidate_may_contact(&c, err) == -1 ||
	    read_files(ctx, c.id, &item.files, err) == -1)
		return -1;
	read_person(ctx->conf, &c, &item);
	*out = give(item);
	return 0;
}

const struct transfer_source candidate_transfer = {
	.kind = CANDIDATE_ITEM, .event = "candidate",
	.words = { "Кандидат", "Кандидат Hirewire", "Hirewire" },
	.fetch = fetch, .file = file,
};

/* The first row that one of the group was sent as. */
static int
find_sent(struct db *db, int64_t company_id, int64_t account_id, int64_t id,
    char item[CANDIDATE_ITEM_SIZE], bool *sent, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT x.task_id FROM " CANDIDATE_GROUP " JOIN "
	    "transfer x ON x.company_id = ? AND x.account_id = ? AND "
	    "x.kind = '" CANDIDATE_ITEM "' AND x.task_id = "
	    "CAST(g.id AS CHAR CHARACTER SET ascii) AND x.state <> 'removed' "
	    "ORDER BY x.id LIMIT 1", DB_ARGS(db_int(id), db_int(id),
	    db_int(company_id), db_int(account_id)), &rows, err) == -1)
		return -1;
	*sent = db_rows_next(rows);
	if (*sent)
		snprintf(item, CANDIDATE_ITEM_SIZE, "%s", db_col_str(rows, 0));
	return 0;
}

int
candidate_transfer_sent_as(struct db *db, int64_t company_id,
    int64_t account_id, char item[CANDIDATE_ITEM_SIZE], struct err *err)
{
	int64_t	root;
	bool	sent;

	if (candidate_root(db, company_id, strtoll(item, NULL, 10), &root,
	    err) == -1 || find_sent(db, company_id, account_id, root, item,
	    &sent, err) == -1)
		return -1;
	if (!sent)
		snprintf(item, CANDIDATE_ITEM_SIZE, "%lld", (long long)root);
	return 0;
}

int
candidate_transfer_find(struct db *db, int64_t company_id, int64_t id,
    int64_t account_id, char item[CANDIDATE_ITEM_SIZE], char **name,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_buf struct buf	 text = { 0 };
	struct candidate	 c;
	bool			 sent;

	if (candidate_get(db, company_id, id, &rows, &c, err) == -1 ||
	    candidate_may_contact(&c, err) == -1 || find_sent(db, company_id,
	    account_id, c.id, item, &sent, err) == -1)
		return -1;
	candidate_view_name(&c, &text);
	*name = mem_dup(buf_str(&text));
	if (!sent)
		snprintf(item, CANDIDATE_ITEM_SIZE, "%lld", (long long)c.id);
	return 0;
}

/* --- many --- */

/* The persons r that ids name; of each the item that it was sent as, else its own id. */
#define NAMED "SELECT COALESCE((SELECT x.task_id FROM candidate g JOIN "	\
	"transfer x ON x.company_id = r.company_id AND x.task_id = "		\
	"CAST(g.id AS CHAR CHARACTER SET ascii) AND x.kind = '" CANDIDATE_ITEM	\
	"' AND x.account_id = ? AND x.state <> 'removed' WHERE g.id = r.id OR "	\
	"g.joined_to = r.id ORDER BY x.id LIMIT 1), "				\
	"CAST(r.id AS CHAR CHARACTER SET ascii)) AS item, r.last_name, "	\
	"r.first_name, r.middle_name, EXISTS(SELECT 1 FROM document d WHERE "	\
	"d.candidate_id = r.id) FROM (SELECT DISTINCT IFNULL(c.joined_to, "	\
	"c.id) AS id FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT UNSIGNED "	\
	"PATH '$')) j JOIN candidate c ON c.id = j.id WHERE c.company_id = ? "	\
	"AND c.erased_at IS NULL) k JOIN candidate r ON r.id = k.id WHERE "	\
	"r.state NOT IN ('blacklist', 'do_not_contact') ORDER BY r.id"

int
candidate_transfer_named(struct db *db, int64_t company_id,
    int64_t account_id, const char *ids, struct db_rows **out,
    struct err *err)
{
	return db_query(db, NAMED, DB_ARGS(db_int(account_id), db_str(ids),
	    db_int(company_id)), out, err);
}

bool
candidate_transfer_next(struct db_rows *rows, struct candidate_item *out)
{
	struct candidate	c = { 0 };

	if (!db_rows_next(rows))
		return false;
	c.last_name = db_col_str(rows, 1);
	c.first_name = db_col_str(rows, 2);
	c.middle_name = db_col_str(rows, 3);
	*out = (struct candidate_item){ .id = db_col_str(rows, 0),
		.file = db_col_int(rows, 4) != 0 };
	candidate_view_name(&c, &out->name);
	return true;
}
