#include "candidate/cv.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "candidate/candidate.h"
#include "candidate/contact.h"
#include "candidate/form.h"
#include "candidate/history.h"
#include "candidate/join.h"
#include "candidate/known.h"
#include "candidate/put.h"
#include "candidate/source.h"
#include "candidate/view.h"
#include "document/document.h"
#include "io/db.h"
#include "io/field.h"
#include "platform/found.h"

#define DUPLICATES_MAX	5

void
candidate_cv_clear(struct candidate_cv *cv)
{
	json_decref(cv->found);
	*cv = (struct candidate_cv){ 0 };
}

int
candidate_cv_read(const json_t *body, struct candidate_cv *out,
    struct err *err)
{
	own_candidate_cv struct candidate_cv	 cv = { 0 };
	own_json json_t				*person = NULL;

	if (!json_is_object(body))
		return err_code(err, ERR_INPUT, "io.json", "an object");
	person = json_copy((json_t *)(uintptr_t)body);
	json_object_del(person, "candidate_id");
	if (field_int_opt(body, "candidate_id", 1, INT64_MAX,
	    &cv.candidate_id, err) == -1 ||
	    candidate_form_read_new(person, &cv.found, err) == -1)
		return -1;
	*out = give(cv);
	return 0;
}

/* --- who is there already --- */

/* "hh_ru" once, however many of its sources there are. */
static json_t *
platforms_of(const struct candidate *c)
{
	own_json json_t	*sources = json_loads(c->sources, 0, NULL);
	json_t		*out = json_array(), *one;
	const char	*last = "";
	size_t		 i;

	json_array_foreach(sources, i, one) {
		const char	*platform = field_str(one, "platform");

		if (platform == NULL || strcmp(platform, last) == 0)
			continue;
		last = platform;
		json_array_append_new(out, json_string(platform));
	}
	return out;
}

static json_t *
duplicate_of(struct db_rows *rows, const struct candidate *c,
    const struct candidate_known *known)
{
	own_buf struct buf	 name = { 0 };
	const char		*kinds = db_col_str(rows, CANDIDATE_SHARED_COL);
	json_t			*shared = json_array();

	candidate_view_name(c, &name);
	for (; *kinds != '\0'; kinds++)
		json_array_append_new(shared, json_string(
		    candidate_contact_word(*kinds)));
	return json_pack("{s:I, s:s, s:s, s:s, s:o, s:o, s:o}", "id",
	    (json_int_t)c->id, "name", buf_str(&name), "position",
	    c->current_position, "state", c->state, "shared", shared,
	    "platforms", platforms_of(c), "known",
	    candidate_known_json(known));
}

static int
add_shared(struct db *db, const struct candidate_viewer *viewer,
    const struct contacts *contacts, bool names, json_t *list,
    struct err *err)
{
	own_candidate_knowns struct candidate_knowns	 knowns = { 0 };
	own_rows struct db_rows				*rows = NULL;
	struct candidate				 c;

	if (candidate_source_shared(db, viewer->company_id, contacts, names,
	    0, &rows, err) == -1 || (rows != NULL && candidate_known_of_rows(
	    db, viewer, rows, &knowns, err) == -1))
		return -1;
	while (rows != NULL && json_array_size(list) < DUPLICATES_MAX &&
	    candidate_next(rows, &c))
		json_array_append_new(list, duplicate_of(rows, &c,
		    candidate_known_find(&knowns, c.id)));
	return 0;
}

/* A guess as a found person of the file with that number. */
static int
found_of(const char *guess, int64_t document_id, json_t **out,
    struct err *err)
{
	own_json json_t	*said = json_loads(guess, 0, NULL);

	if (said == NULL)
		return err_set(err, ERR_INTERNAL, "document %lld: no JSON",
		    (long long)document_id);
	json_object_set_new(said, "external_id", json_sprintf("document-%lld",
	    (long long)document_id));
	return found_clean(CANDIDATE_FILE, said, out, err);
}

int
candidate_cv_duplicates(struct db *db, const struct candidate_viewer *viewer,
    const char *guess, json_t **out, struct err *err)
{
	own_json json_t			*found = NULL, *list = json_array();
	struct contacts	 contacts = { 0 };

	if (guess != NULL) {
		if (found_of(guess, 0, &found, err) == -1)
			return -1;
		candidate_contacts_read(found, &contacts);
		if (add_shared(db, viewer, &contacts, false, list,
		    err) == -1 || (json_array_size(list) == 0 && add_shared(db,
		    viewer, &contacts, true, list, err) == -1))
			return -1;
	}
	*out = give(list);
	return 0;
}

/* --- a candidate of it --- */

struct making {
	const struct conf		*conf;
	const struct candidate_by	*by;
	const struct candidate_cv	*cv;
	struct candidate_ids		 ids;
};

/* Whom the file tells of: as corrected, else as it was understood. */
static int
read_found(const struct making *m, const struct document *d, json_t **out,
    struct err *err)
{
	own_str char	*site = conf_site(m->conf);
	own_json json_t	*found = NULL;

	if (m->cv->found != NULL)
		found = json_copy(m->cv->found);
	else if (d->guess == NULL)
		return err_code(err, ERR_CONFLICT, "candidate.cv_unread",
		    "%s", "");
	else if (found_of(d->guess, d->id, &found, err) == -1)
		return -1;
	if (!candidate_form_somebody(found))
		return err_code(err, ERR_CONFLICT, "candidate.cv_nobody",
		    "%s", "");
	json_object_set_new(found, "platform", json_string(CANDIDATE_FILE));
	json_object_set_new(found, "external_id", json_sprintf("document-%lld",
	    (long long)d->id));
	if (m->cv->profile_url != NULL)
		json_object_set_new(found, "profile_url", json_string(
		    m->cv->profile_url));
	else
		json_object_set_new(found, "cv_url", json_sprintf(
		    "%s/api/v1/documents/%lld/file/", site, (long long)d->id));
	*out = give(found);
	return 0;
}

/* It is the one whom somebody named. */
static int
join_named(struct db *db, struct making *m, struct err *err)
{
	int64_t	named, made;

	if (m->cv->candidate_id == 0 || m->ids.candidate_id == 0)
		return 0;
	if (candidate_root(db, m->by->company_id, m->cv->candidate_id, &named,
	    err) == -1 || candidate_root(db, m->by->company_id,
	    m->ids.candidate_id, &made, err) == -1)
		return -1;
	m->ids.candidate_id = named;
	if (named == made)
		return 0;
	m->ids.joined = true;
	return candidate_join(db, m->by, (int64_t[]){ named, made }, 2,
	    &m->ids.candidate_id, err);
}

static int
work_make(struct db *db, void *arg, struct err *err)
{
	struct making		*m = arg;
	const int64_t		 company_id = m->by->company_id;
	own_rows struct db_rows	*rows = NULL;
	own_json json_t		*found = NULL;
	struct document		 d;

	m->ids = (struct candidate_ids){ 0 };
	if (document_get(db, company_id, m->cv->document_id, &rows, &d,
	    err) == -1)
		return -1;
	m->ids.candidate_id = d.candidate_id;
	if ((d.candidate_id == 0 || m->cv->found != NULL) &&
	    (read_found(m, &d, &found, err) == -1 ||
	    candidate_put(db, company_id, 0, found, &m->ids, err) == -1))
		return -1;
	return join_named(db, m, err) == -1 || document_take(db, company_id,
	    d.id, m->ids.candidate_id, err) == -1 ? -1 : 0;
}

int
candidate_cv_make(struct db *db, const struct conf *conf,
    const struct candidate_by *by, const struct candidate_cv *cv,
    struct candidate_ids *out, struct err *err)
{
	struct making	m = { .conf = conf, .by = by, .cv = cv };

	if (db_tx_run_committed(db, work_make, &m, err) == -1)
		return -1;
	*out = m.ids;
	return 0;
}
