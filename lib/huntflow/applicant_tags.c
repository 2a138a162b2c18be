#include "huntflow/applicant_tags.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "huntflow/applicant_change.h"
#include "huntflow/applicant_view.h"
#include "huntflow/org.h"
#include "io/db.h"
#include "io/field.h"

#define LOCK_S	30

/* --- the change --- */

static void
add_id(struct huntflow_tag_ids *ids, int64_t id)
{
	for (size_t i = 0; i < ids->n; i++)
		if (ids->v[i] == id)
			return;
	if (ids->n < HUNTFLOW_TAGS_MAX)
		ids->v[ids->n++] = id;
}

static void
remove_id(struct huntflow_tag_ids *ids, int64_t id)
{
	for (size_t i = 0; i < ids->n; i++)
		if (ids->v[i] == id) {
			memmove(&ids->v[i], &ids->v[i + 1],
			    (ids->n - i - 1) * sizeof(ids->v[0]));
			ids->n--;
			return;
		}
}

static int
merge(struct huntflow *api, int64_t account, int64_t id,
    struct applicant_tags *t, struct err *err)
{
	t->now.n = 0;
	t->sent = false;
	if (t->all == NULL && huntflow_applicant_tags(api, account, id,
	    &t->now, err) == -1)
		return -1;
	for (size_t i = 0; t->all != NULL && i < t->all->n; i++)
		add_id(&t->now, t->all->v[i]);
	for (size_t i = 0; t->remove != NULL && i < t->remove->n; i++)
		remove_id(&t->now, t->remove->v[i]);
	for (size_t i = 0; t->add != NULL && i < t->add->n; i++)
		add_id(&t->now, t->add->v[i]);
	t->sent = true;
	return huntflow_applicant_set_tags(api, account, id, &t->now, err);
}

int
applicant_tags_change(struct db *db, struct huntflow *api, int64_t account,
    int64_t id, struct applicant_tags *t, struct err *err)
{
	char	 lock[60];
	int	 rc;

	snprintf(lock, sizeof(lock), "tags-%" PRId64 "-%" PRId64, account, id);
	if (db_lock(db, lock, LOCK_S, err) == -1)
		return -1;
	rc = merge(api, account, id, t, err);
	db_unlock(db, lock);
	return rc;
}

/* --- a person's request --- */

/* Ids of the member, each of them a tag there is when they are to be set; given: it is there. */
static int
read_tags(struct huntflow_org *org, const json_t *body, const char *name,
    bool known, struct huntflow_tag_ids *out, bool *given, struct err *err)
{
	json_t		*ids = NULL;
	const json_t	*id, *entry;
	size_t		 i;

	out->n = 0;
	if (applicant_change_ids(body, name, HUNTFLOW_TAGS_MAX, &ids,
	    err) == -1)
		return -1;
	*given = ids != NULL;
	json_array_foreach(ids, i, id) {
		own_str char	*path = mem_fmt("%s[%zu]", name, i);

		if (known && applicant_change_entry(org, HUNTFLOW_TAGS,
		    json_integer_value(id), path, &entry, err) == -1)
			return -1;
		out->v[out->n++] = json_integer_value(id);
	}
	return 0;
}

int
applicant_tags_set(struct huntflow_org *org, int64_t id, const json_t *body,
    json_t **out, struct err *err)
{
	static const char *const names[] = { "add", "remove", "tags", NULL };
	struct huntflow_tag_ids	 all, add, remove;
	struct applicant_tags	 change = { .add = &add, .remove = &remove };
	own_json json_t		*list = json_array();
	bool			 has_all, has_add, has_remove;

	if (applicant_change_object(body, err) == -1 ||
	    field_only(body, names, err) == -1 ||
	    read_tags(org, body, "tags", true, &all, &has_all, err) == -1 ||
	    read_tags(org, body, "add", true, &add, &has_add, err) == -1 ||
	    read_tags(org, body, "remove", false, &remove, &has_remove,
	    err) == -1)
		return -1;
	if (!has_all && !has_add && !has_remove)
		return err_field(err, "tags", "required", "%s", "");
	change.all = has_all ? &all : NULL;
	if (applicant_tags_change(org->db, org->api, org->account, id, &change,
	    err) == -1)
		return change.sent ? applicant_change_failed(org, err) : -1;
	applicant_change_done(org, id, "tags", "/tags");
	for (size_t i = 0; i < change.now.n; i++)
		json_array_append_new(list, json_integer(change.now.v[i]));
	*out = json_pack("{s:o}", "tags", applicant_view_tags(org, list));
	return 0;
}
