#include "candidate/table.h"

#include <jansson.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/search_row.h"
#include "io/db.h"
#include "io/field.h"
#include "person/link.h"
#include "person/name.h"
#include "platform/found.h"
#include "platform/integration.h"
#include "platform/integration_log.h"
#include "table/line.h"
#include "transfer/column.h"
#include "transfer/table.h"

#define PLATFORM	"linkedin"
#define BATCH		50	/* rows in one transaction */
#define PATIENCE_MS	4000

/* --- whose --- */

static int
find_integration(struct db *db, const struct candidate_table_ask *ask,
    struct integration *out, struct err *err)
{
	own_integration struct integration	 next = { 0 };
	own_rows struct db_rows			*rows = NULL;

	if (ask->integration_id != 0)
		return integration_get(db, ask->company_id,
		    ask->integration_id, out, err) == -1 ? -1 :
		    strcmp(out->con.provider, PLATFORM) == 0 ? 0 :
		    err_field(err, "integration_id", "choice", PLATFORM);
	if (integration_list(db, ask->company_id, PLATFORM, &rows,
	    err) == -1)
		return -1;
	if (!integration_next(rows, out))
		return err_code(err, ERR_CONFLICT, "platform.not_connected",
		    "LinkedIn");
	return !integration_next(rows, &next) ? 0 : err_field(err,
	    "integration_id", "required", "%s", "");
}

/* --- a row as a found person --- */

/* Where a word of a column goes. */
static const struct { const char *word, *member; } members[] = {
	{ "first_name",	"first_name" },
	{ "last_name",	"last_name" },
	{ "middle_name", "middle_name" },
	{ "email",	"email" },
	{ "phone",	"phone" },
	{ "position",	"current_position" },
	{ "company",	"current_company" },
};

/* Columns of LinkedIn's that Huntflow has no member for. */
static const struct { const char *name, *member; } named[] = {
	{ "Location",		"location" },
	{ "Current Title",	"current_position" },
	{ "Headline",		"current_position" },
	{ "Summary",		"summary" },
};

static const char *
member_of(const json_t *column, const char *to)
{
	for (size_t i = 0; i < nitems(members); i++)
		if (strcmp(members[i].word, to) == 0)
			return members[i].member;
	for (size_t i = 0; i < nitems(named) && strcmp(to, "comment") == 0;
	    i++)
		if (strcasecmp(named[i].name, field_str(column, "name")) == 0)
			return named[i].member;
	return NULL;
}

/* The first that says it stays. */
static void
put_member(json_t *said, const char *name, const char *text)
{
	if (name != NULL && json_object_get(said, name) == NULL)
		json_object_set_new(said, name, json_string(text));
}

static void
put_name(json_t *said, const char *text)
{
	struct person_name	name;

	if (person_name_read(text, &name) == PERSON_NONE)
		return;
	put_member(said, "first_name", name.first);
	put_member(said, "last_name", name.last);
	put_member(said, "middle_name", name.middle);
}

static void
put_link(json_t *said, const char *text)
{
	struct person_link	link;
	char			key[PERSON_LINK_SIZE];

	if (!person_link_find(text, PERSON_LINKEDIN, &link))
		return;
	person_link_key(link.url, key);
	put_member(said, "external_id", key);
	put_member(said, "linkedin_url", link.url);
	put_member(said, "profile_url", link.url);
}

/* NULL: it has no profile. */
static json_t *
found_of(const struct transfer_table *table, const struct table_line *line)
{
	own_json json_t	*cells = json_loads(line->cells, 0, NULL),
			*said = json_object();
	json_t		*raw = json_object(), *found = NULL;
	const json_t	*column;
	struct err	 none = { 0 };
	size_t		 i;

	json_object_set_new(said, "raw_data", raw);
	json_array_foreach(table->columns, i, column) {
		const char	*cell = json_string_value(json_array_get(cells,
				    i)),
				*to = transfer_column_to(column,
				    table->mapping);

		if (cell == NULL || *cell == '\0' || strcmp(to, "none") == 0)
			continue;
		json_object_set_new(raw, field_str(column, "name"),
		    json_string(cell));
		put_link(said, cell);
		if (strcmp(to, "name") == 0)
			put_name(said, cell);
		put_member(said, member_of(column, to), cell);
	}
	return json_object_get(said, "external_id") != NULL &&
	    found_clean(PLATFORM, said, &found, &none) == 0 ? found : NULL;
}

/* --- rows --- */

/* Those behind out->next, which goes on; more: there may be others. */
static int
put_some(struct db *db, const struct candidate_table_ask *ask,
    const struct transfer_table *table, const struct integration *in,
    struct candidate_table_sums *out, bool *more, struct err *err)
{
	static const struct origin_sent_ask	 all = { 0 };
	own_candidate_rows struct candidate_rows people = { 0 };
	own_rows struct db_rows			*rows = NULL;
	own_json json_t				*list = json_array();
	struct candidate_counts			 counts = { 0 };
	struct table_line			 line;
	int64_t					 last = out->next;
	size_t					 n = 0;

	if (table_line_list(db, ask->company_id, ask->table_id, &all, last, 0,
	    BATCH, &rows, err) == -1)
		return -1;
	for (; table_line_next(rows, &line); n++) {
		json_t	*found = found_of(table, &line);

		last = line.id;
		if (found != NULL)
			json_array_append_new(list, found);
	}
	if (json_array_size(list) > 0 && candidate_rows_add(db, in, list, 0,
	    &people, &counts, err) == -1)
		return -1;
	out->created += counts.sources;
	out->updated += counts.updated;
	out->left += (int64_t)(n - json_array_size(list)) + counts.erased;
	out->same += (int64_t)json_array_size(list) - counts.sources -
	    counts.updated - counts.erased;
	out->next = last;
	*more = n == BATCH;
	return 0;
}

static int
put_all(struct db *db, const struct candidate_table_ask *ask,
    const struct transfer_table *table, const struct integration *in,
    struct candidate_table_sums *out, struct err *err)
{
	const int64_t	until = clock_mono_ms() + PATIENCE_MS;
	bool		more = true;

	while (more && clock_mono_ms() < until)
		if (put_some(db, ask, table, in, out, &more, err) == -1)
			return -1;
	if (!more)
		out->next = 0;
	return 0;
}

/* Also what came in before a fault. why: NULL, it went well. */
static void
note(struct db *db, const struct candidate_table_ask *ask,
    const struct integration *in, const struct candidate_table_sums *sums,
    const struct err *why)
{
	own_json json_t	*details = NULL;

	details = json_pack("{s:I, s:I, s:I, s:I, s:I, s:I}", "table",
	    (json_int_t)ask->table_id, "found", (json_int_t)sums->created +
	    sums->updated + sums->same, "created", (json_int_t)sums->created,
	    "updated", (json_int_t)sums->updated, "same",
	    (json_int_t)sums->same, "left", (json_int_t)sums->left);
	if (why != NULL && sums->next > ask->after)
		integration_log_partial(db, in, "import", ask->user_id,
		    details, why);
	else
		integration_log_add(db, in, "import", ask->user_id, details,
		    why);
}

int
candidate_table_put(struct db *db, const struct candidate_table_ask *ask,
    struct candidate_table_sums *out, struct err *err)
{
	own_transfer_table struct transfer_table	table = { 0 };
	own_integration struct integration		in = { 0 };
	struct candidate_table_sums			sums = {
		.next = ask->after };
	int						rc;

	if (transfer_table_open(db, ask->company_id, ask->table_id, &table,
	    err) == -1 || find_integration(db, ask, &in, err) == -1)
		return -1;
	rc = put_all(db, ask, &table, &in, &sums, err);
	note(db, ask, &in, &sums, rc == -1 ? err : NULL);
	if (rc == 0)
		*out = sums;
	return rc;
}
