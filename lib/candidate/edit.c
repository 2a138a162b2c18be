#include "candidate/edit.h"

#include <stdbool.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/form.h"
#include "candidate/history.h"
#include "candidate/known.h"
#include "candidate/step.h"
#include "candidate/total.h"
#include "io/db.h"
#include "io/field.h"
#include "io/unicode.h"

struct deed {
	const struct candidate_by	*by;
	const struct candidate_form	*form;
	const struct candidate_many	*many;
	json_t				*before;
	int64_t				 id, rev;
};

/* --- one --- */

static int
check_version(const struct deed *d, const struct candidate *c,
    struct err *err)
{
	if (d->form->version == 0 || d->form->version == c->version)
		return 0;
	return err_code(err, ERR_CONFLICT, "candidate.version", "%lld",
	    (long long)c->version);
}

/* Null takes a correction back. */
static json_t *
corrected(const char *text, const json_t *change)
{
	json_t		*own = json_loads(text, 0, NULL), *value;
	const char	*name;

	json_object_foreach((json_t *)(uintptr_t)change, name, value)
		if (json_is_null(value))
			json_object_del(own, name);
		else
			json_object_set(own, name, value);
	return own;
}

/* What was given and is otherwise, for the history. */
static json_t *
changes_of(const struct candidate_form *form, const struct candidate *c)
{
	json_t	*data = json_object();

	if (json_object_size(form->own) > 0)
		json_object_set(data, "fields", form->own);
	if (form->tags != NULL)
		json_object_set(data, "tags", form->tags);
	if (form->state != NULL && strcmp(form->state, c->state) != 0)
		json_object_set_new(data, "state", json_string(form->state));
	if (form->consent != NULL && strcmp(form->consent, c->consent) != 0)
		json_object_set_new(data, "consent",
		    json_string(form->consent));
	if (form->retain_until != NULL)
		json_object_set_new(data, "retain_until",
		    json_string(form->retain_until));
	return data;
}

static int
save(struct db *db, const struct deed *d, const struct candidate *c,
    struct err *err)
{
	const struct candidate_form	*form = d->form;
	own_json json_t			*own = corrected(c->own, form->own);
	own_str char			*text = json_dumps(own, JSON_COMPACT);
	own_str char			*tags = form->tags == NULL ? NULL :
					    json_dumps(form->tags,
					    JSON_COMPACT);
	const char			*until = form->retain_until;

	if (candidate_form_check_money(form->own, own, err) == -1)
		return -1;
	return db_exec(db, "UPDATE candidate SET own = ?, "
	    "tags = COALESCE(?, tags), state = COALESCE(?, state), "
	    "consent_at = IF(? IS NULL OR ? = consent, consent_at, NOW(3)), "
	    "consent = COALESCE(?, consent), retain_until = IF(? IS NULL, "
	    "retain_until, NULLIF(?, '')) WHERE id = ?",
	    DB_ARGS(db_str(text), db_str(tags), db_str(form->state),
	    db_str(form->consent), db_str(form->consent),
	    db_str(form->consent), db_str(until), db_str(until),
	    db_int(c->id)), NULL, err) == -1 ||
	    candidate_history_add(db, d->by, c->id, "change",
	    changes_of(form, c), err) == -1 || (form->state != NULL &&
	    strcmp(form->state, c->state) != 0 && candidate_step_state(db,
	    d->by, c->id, form->state, err) == -1) ||
	    candidate_refresh(db, c->id, d->rev, err) == -1 ? -1 : 0;
}

static int
work_one(struct db *db, void *arg, struct err *err)
{
	struct deed		*d = arg;
	own_rows struct db_rows	*rows = NULL;
	struct candidate	 c;

	return candidate_total_lock(db, d->by->company_id, &d->rev,
	    err) == -1 || candidate_get(db, d->by->company_id, d->id, &rows,
	    &c, err) == -1 || check_version(d, &c, err) == -1 ||
	    save(db, d, &c, err) == -1 ? -1 : 0;
}

int
candidate_edit(struct db *db, const struct candidate_by *by, int64_t id,
    const struct candidate_form *form, struct err *err)
{
	struct deed	d = { .by = by, .form = form, .id = id };

	return db_tx_run_committed(db, work_one, &d, err);
}

/* --- many --- */

static size_t
place_of(const json_t *list, const char *text)
{
	own_str char	*folded = unicode_folded(text);
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one) {
		own_str char	*other = unicode_folded(json_string_value(one));

		if (strcmp(folded, other) == 0)
			return i;
	}
	return json_array_size(list);
}

/* True: they are otherwise now. */
static bool
change_tags(json_t *tags, const struct candidate_many *m)
{
	const json_t	*one;
	bool		 changed = false;
	size_t		 i, at;

	json_array_foreach(m->remove_tags, i, one) {
		at = place_of(tags, json_string_value(one));
		changed |= json_array_remove(tags, at) == 0;
	}
	json_array_foreach(m->add_tags, i, one)
		if (json_array_size(tags) < CANDIDATE_TAGS_MAX &&
		    place_of(tags, json_string_value(one)) ==
		    json_array_size(tags)) {
			json_array_append(tags, (json_t *)(uintptr_t)one);
			changed = true;
		}
	return changed;
}

static int
change_one(struct db *db, struct deed *d, const struct candidate *c,
    struct err *err)
{
	const struct candidate_many	*m = d->many;
	own_json json_t			*tags = json_loads(c->tags, 0, NULL);
	own_str char			*text = NULL;
	const bool			 tagged = change_tags(tags, m);
	const bool			 moved = m->state != NULL &&
					    strcmp(m->state, c->state) != 0;
	json_t				*data = json_object();

	if (!tagged && !moved) {
		json_decref(data);
		return 0;
	}
	json_array_append_new(d->before, json_pack("{s:I, s:s, s:o}", "id",
	    (json_int_t)c->id, "state", c->state, "tags", json_loads(c->tags,
	    0, NULL)));
	if (tagged)
		json_object_set(data, "tags", tags);
	if (moved)
		json_object_set_new(data, "state", json_string(m->state));
	text = json_dumps(tags, JSON_COMPACT);
	if (candidate_history_add(db, d->by, c->id, "change", data,
	    err) == -1 || (moved && candidate_step_state(db, d->by, c->id,
	    m->state, err) == -1) || db_exec(db, "UPDATE candidate SET tags = ?, "
	    "state = COALESCE(?, state), left_at = NULL, rev = ?, "
	    "version = version + 1, updated_at = NOW(3) WHERE id = ?", DB_ARGS(db_str(text),
	    db_str(m->state), db_int(d->rev), db_int(c->id)), NULL, err) == -1)
		return -1;
	return moved ? candidate_known_update(db, c->company_id, d->rev,
	    &c->id, 1, err) : 0;
}

static int
work_many(struct db *db, void *arg, struct err *err)
{
	struct deed	*d = arg;

	json_array_clear(d->before);
	if (candidate_total_lock(db, d->by->company_id, &d->rev, err) == -1)
		return -1;
	for (size_t i = 0; i < d->many->n; i++) {
		own_rows struct db_rows	*rows = NULL;
		struct candidate	 c;

		if (candidate_get(db, d->by->company_id, d->many->ids[i],
		    &rows, &c, err) == -1 || change_one(db, d, &c, err) == -1)
			return -1;
	}
	return 0;
}

int
candidate_edit_many(struct db *db, const struct candidate_by *by,
    const struct candidate_many *many, json_t *before, struct err *err)
{
	struct deed	d = { .by = by, .many = many, .before = before };

	return db_tx_run_committed(db, work_many, &d, err);
}
