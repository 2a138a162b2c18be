#include "candidate/candidate.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/known.h"
#include "candidate/merge.h"
#include "contact/entry.h"
#include "io/db.h"
#include "io/field.h"

#define SOURCES_MAX	50	/* that a person is made of, the newest */

const char *const candidate_states[] = { "new", "keep", "hidden", "blacklist",
	"do_not_contact", NULL };
const char *const candidate_consents[] = { "unknown", "asked", "given",
	"withdrawn", NULL };

/* --- reading --- */

bool
candidate_next(struct db_rows *rows, struct candidate *out)
{
	int	col = 0;

	if (!db_rows_next(rows))
		return false;
	*out = (struct candidate){ 0 };
	{
		int64_t	*const numbers[] = { &out->id, &out->company_id,
			    &out->joined_to, &out->user_id, &out->version,
			    &out->notes };
		const char	**const texts[] = { &out->first_name,
			    &out->last_name, &out->middle_name,
			    &out->birth_date, &out->email, &out->phone,
			    &out->location, &out->current_position,
			    &out->current_company, &out->currency,
			    &out->experience_years, &out->salary_min,
			    &out->salary_max, &out->photo_url, &out->state,
			    &out->known, &out->consent, &out->retain_until, &out->skills,
			    &out->contacts, &out->sources, &out->tags };
		int64_t	*const times[] = { &out->created_at, &out->updated_at,
			    &out->imported_at, &out->consent_at };

		for (size_t i = 0; i < nitems(numbers); i++)
			*numbers[i] = db_col_int(rows, col++);
		for (size_t i = 0; i < nitems(texts); i++)
			*texts[i] = db_col_str(rows, col++);
		for (size_t i = 0; i < nitems(times); i++)
			*times[i] = db_col_time(rows, col++);
	}
	out->erased = db_col_int(rows, col++) != 0;
	out->profile = db_col_str(rows, col++);
	out->own = db_col_str(rows, col);
	return true;
}

int
candidate_root(struct db *db, int64_t company_id, int64_t id, int64_t *root,
    struct err *err)
{
	if (db_number(db, "SELECT IFNULL(joined_to, id) FROM candidate "
	    "WHERE id = ? AND company_id = ? AND erased_at IS NULL",
	    DB_ARGS(db_int(id), db_int(company_id)), root, err) == -1)
		return -1;
	return *root != 0 ? 0 : err_set(err, ERR_ABSENT, "candidate %lld",
	    (long long)id);
}

int
candidate_get(struct db *db, int64_t company_id, int64_t id,
    struct db_rows **rows, struct candidate *out, struct err *err)
{
	int64_t	root;

	if (candidate_root(db, company_id, id, &root, err) == -1 ||
	    db_query(db, "SELECT " CANDIDATE_WHOLE " FROM candidate c "
	    "WHERE c.id = ? AND c.erased_at IS NULL", DB_ARGS(db_int(root)),
	    rows, err) == -1)
		return -1;
	return candidate_next(*rows, out) ? 0 : err_set(err, ERR_ABSENT,
	    "candidate %lld", (long long)id);
}

int
candidate_may_contact(const struct candidate *c, struct err *err)
{
	return strcmp(c->state, "blacklist") != 0 &&
	    strcmp(c->state, "do_not_contact") != 0 ? 0 : err_code(err,
	    ERR_CONFLICT, "candidate.forbidden", "%s", c->state);
}

struct candidate_facts
candidate_facts_of(const struct candidate *c)
{
	return (struct candidate_facts){ .first = c->first_name,
		.last = c->last_name, .middle = c->middle_name,
		.birth_date = c->birth_date,
		.company = c->current_company, .user = c->user_id != 0 };
}

/* --- writing --- */

int
candidate_add(struct db *db, int64_t company_id, int64_t rev, int64_t *id,
    struct err *err)
{
	if (db_exec(db, "INSERT INTO candidate (company_id, rev) VALUES "
	    "(?, ?)", DB_ARGS(db_int(company_id), db_int(rev)), NULL,
	    err) == -1)
		return -1;
	*id = db_last_id(db);
	return 0;
}

static void
put_source(struct buf *out, const struct db_rows *rows)
{
	emit_open(out, NULL, '{');
	emit_int(out, "id", db_col_int(rows, 0));
	emit_str(out, "platform", db_col_str(rows, 1));
	if (db_col_int(rows, 2) == 0)
		emit_null(out, "integration_id");
	else
		emit_int(out, "integration_id", db_col_int(rows, 2));
	emit_str(out, "external_id", db_col_str(rows, 3));
	emit_str(out, "profile_url", *db_col_str(rows, 4) != '\0' ?
	    db_col_str(rows, 4) : NULL);
	emit_close(out, '}');
}

/* said: what they say, the newest first; sources: what lists show of them. */
static int
read_sources(struct db *db, int64_t id, json_t *said, struct buf *sources,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	json_t			*one;

	if (db_query(db, "SELECT s.id, s.platform, s.connection_id, "
	    "s.external_id, s.profile_url, s.data FROM " CANDIDATE_GROUP
	    " JOIN candidate_source s ON s.candidate_id = g.id ORDER BY "
	    "IFNULL(s.source_updated_at, s.last_synced_at) DESC, s.id DESC "
	    "LIMIT ?", DB_ARGS(db_int(id), db_int(id), db_int(SOURCES_MAX)),
	    &rows, err) == -1)
		return -1;
	emit_open(sources, NULL, '[');
	while (db_rows_next(rows)) {
		put_source(sources, rows);
		one = json_loads(db_col_str(rows, 5), 0, NULL);
		if (one != NULL)
			json_array_append_new(said, one);
	}
	emit_close(sources, ']');
	return 0;
}

static int
read_own(struct db *db, int64_t id, int64_t *company_id, json_t **out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT own, company_id FROM candidate WHERE id = ?",
	    DB_ARGS(db_int(id)), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	*out = json_loads(db_col_str(rows, 0), 0, NULL);
	*company_id = db_col_int(rows, 1);
	return 0;
}

static const char *
text_of(const json_t *doc, const char *name)
{
	const char	*text = json_string_value(json_object_get(doc, name));

	return text != NULL ? text : "";
}

static struct db_arg
number_or_null(const json_t *value)
{
	return json_is_number(value) ? db_real(json_number_value(value)) :
	    db_str(NULL);
}

/* Those members as a text. */
static char *
part_of(const json_t *doc, const char *const *names, size_t n)
{
	own_json json_t	*part = json_object();

	for (size_t i = 0; i < n; i++)
		json_object_set(part, names[i], json_object_get(doc, names[i]));
	return json_dumps(part, JSON_COMPACT);
}

static int
save(struct db *db, int64_t id, int64_t rev, const json_t *now,
    const char *sources, struct err *err)
{
	static const char *const contact_names[] = { "emails", "phones",
		"links" }, *const profile_names[] = { "summary", "education",
		"experience", "languages", "profile_url", "cv_url",
		"linkedin_url", "github_url" };
	own_str char		*contacts = part_of(now, contact_names,
				    nitems(contact_names));
	own_str char		*profile = part_of(now, profile_names,
				    nitems(profile_names));
	own_str char		*skills = json_dumps(json_object_get(now,
				    "skills"), JSON_COMPACT);
	own_buf struct buf	 words = { 0 };
	const char		*day = text_of(now, "birth_date");

	candidate_merge_text(now, &words);
	return db_exec(db, "UPDATE candidate SET rev = ?, first_name = ?, "
	    "last_name = ?, middle_name = ?, birth_date = ?, email = ?, "
	    "phone = ?, location = ?, current_position = ?, "
	    "current_company = ?, experience_years = ?, salary_min = ?, "
	    "salary_max = ?, currency = ?, photo_url = ?, skills = ?, "
	    "contacts = ?, profile = ?, sources = ?, found_text = ?, "
	    "left_at = NULL, version = version + 1, updated_at = NOW(3) WHERE id = ?",
	    DB_ARGS(db_int(rev), db_str(text_of(now, "first_name")),
	    db_str(text_of(now, "last_name")),
	    db_str(text_of(now, "middle_name")),
	    db_str(*day != '\0' ? day : NULL), db_str(text_of(now, "email")),
	    db_str(text_of(now, "phone")), db_str(text_of(now, "location")),
	    db_str(text_of(now, "current_position")),
	    db_str(text_of(now, "current_company")),
	    number_or_null(json_object_get(now, "experience_years")),
	    number_or_null(json_object_get(now, "salary_min")),
	    number_or_null(json_object_get(now, "salary_max")),
	    db_str(text_of(now, "currency")),
	    db_str(text_of(now, "photo_url")), db_str(skills),
	    db_str(contacts), db_str(profile), db_str(sources),
	    db_str(buf_str(&words)), db_int(id)), NULL, err);
}

/* All that the sources and the corrections name. */
static int
save_contacts(struct db *db, int64_t company_id, int64_t id, const json_t *now,
    struct err *err)
{
	static const struct {
		const char	*list;
		void		(*add)(struct contacts *, const char *);
	} kinds[] = {
		{ "emails", contacts_add_email },
		{ "phones", contacts_add_phones },
		{ "links", contacts_add_link },
	};
	struct contact_entry	 entry = { .ref = id,
		.company_id = company_id };
	const json_t		*one;
	size_t			 k;

	for (size_t i = 0; i < nitems(kinds); i++)
		json_array_foreach(json_object_get(now, kinds[i].list), k, one)
			kinds[i].add(&entry.contacts, json_string_value(one));
	return contact_entry_set(db, CONTACT_CANDIDATE, &entry, 1, err);
}

int
candidate_refresh(struct db *db, int64_t id, int64_t rev, struct err *err)
{
	own_json json_t		*said = json_array(), *own = NULL, *now = NULL;
	own_buf struct buf	 sources = { 0 };
	int64_t			 company_id;

	if (read_own(db, id, &company_id, &own, err) == -1 ||
	    read_sources(db, id, said, &sources, err) == -1)
		return -1;
	now = candidate_merge(said, own);
	return save(db, id, rev, now, buf_str(&sources), err) == -1 ||
	    save_contacts(db, company_id, id, now, err) == -1 ||
	    candidate_known_update(db, company_id, rev, &id, 1, err) == -1 ?
	    -1 : 0;
}
