#include "transfer/mapping.h"

#include <string.h>

#include "account/caller.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/set.h"
#include "io/db.h"
#include "io/field.h"
#include "person/link.h"
#include "person/phone.h"
#include "transfer/choice.h"
#include "transfer/contact.h"

/* One mapping, in the making. */
struct mapping {
	const json_t	*choices;
	json_t		*fields, *tasks;
};

/* --- the list --- */

/* The person's connection, and the list: the chosen one, or one whose tasks are in the cache. */
static int
find_list(const struct caller *who, const char *asked,
    int64_t *connection_id, char **list_id, struct err *err)
{
	own_clickup_set struct clickup_set	set = { 0 };
	int64_t					n;

	if (clickup_set_get(who->db, who->company_id, who->user_id, &set,
	    err) == -1)
		return -1;
	if (asked == NULL && *set.list_id == '\0')
		return err_code(err, ERR_CONFLICT, "clickup.list_unset",
		    "no list is chosen");
	if (asked != NULL && strcmp(asked, set.list_id) != 0) {
		if (db_number(who->db, "SELECT COUNT(*) FROM (SELECT 1 FROM "
		    "clickup_task WHERE connection_id = ? AND list_id = ? "
		    "LIMIT 1) one", DB_ARGS(db_int(set.connection_id),
		    db_str(asked)), &n, err) == -1)
			return -1;
		if (n == 0)
			return err_set(err, ERR_ABSENT, "no such list");
	}
	*connection_id = set.connection_id;
	*list_id = mem_dup(asked != NULL ? asked : set.list_id);
	return 0;
}

/* --- its fields --- */

static json_t *
field_of(const struct mapping *m, const char *id)
{
	json_t	*one;
	size_t	 i;

	json_array_foreach(m->fields, i, one)
		if (strcmp(field_str(one, "id"), id) == 0)
			return one;
	return NULL;
}

static json_t *
new_field(const struct mapping *m, const json_t *field, const char *id)
{
	const char		*name = field_str(field, "name"),
				*type = field_str(field, "type");
	enum transfer_field	 guess, to;
	bool			 chosen;
	json_t			*one;

	name = name != NULL ? name : "";
	type = type != NULL ? type : "";
	to = guess = transfer_field_guess(type, name);
	chosen = transfer_field_of(field_str(m->choices, id), &to);
	one = json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:i}", "id", id,
	    "name", name, "type", type, "to", transfer_field_words[to],
	    "guess", transfer_field_words[guess], "chosen", chosen, "filled",
	    0);
	json_array_append_new(m->fields, one);
	return one;
}

/* A field of addresses whose name says nothing, but which holds a profile. */
static void
guess_link(const json_t *field, json_t *one)
{
	const char		*at = field_str(field, "display");
	struct person_link	 link;

	if (at == NULL || strcmp(field_str(one, "type"), "url") != 0 ||
	    strcmp(field_str(one, "guess"), transfer_field_words[
	    TRANSFER_FIELD_COMMENT]) != 0 || !person_link_next(&at, &link))
		return;
	json_object_set_new(one, "guess", json_string(transfer_field_words[
	    TRANSFER_FIELD_LINK]));
	if (json_is_false(json_object_get(one, "chosen")))
		json_object_set(one, "to", json_object_get(one, "guess"));
}

/* A list's tasks have its fields all alike, filled or not. */
static void
add_fields(const struct mapping *m, const char *text)
{
	own_json json_t	*fields = json_loads(text, 0, NULL);
	const json_t	*field;
	size_t		 i;

	json_array_foreach(fields, i, field) {
		const char	*id = field_str(field, "id"),
				*shown = field_str(field, "display");
		json_t		*one;

		if (id == NULL || *id == '\0')
			continue;
		if ((one = field_of(m, id)) == NULL)
			one = new_field(m, field, id);
		guess_link(field, one);
		if (shown != NULL && !field_blank(shown))
			json_object_set_new(one, "filled", json_integer(
			    field_num(one, "filled", 0) + 1));
	}
}

void
transfer_mapping_fields(json_t *fields, const json_t *choices,
    const char *custom_fields)
{
	const struct mapping	 m = { .choices = choices, .fields = fields };

	add_fields(&m, custom_fields);
}

/* --- its tasks --- */

static json_t *
members_json(const struct transfer_contact *c)
{
	json_t	*list = json_array();

	for (size_t i = 0; i < c->nlinks; i++)
		json_array_append_new(list, json_pack("{s:s, s:s}", "to",
		    transfer_field_words[TRANSFER_FIELD_LINK], "text",
		    c->links[i].url));
	for (int i = TRANSFER_FIELD_PHONE; i < TRANSFER_FIELDS; i++) {
		const char	*text = i == TRANSFER_FIELD_PHONE ? c->phone :
				    i == TRANSFER_FIELD_EMAIL ? c->email :
				    c->member[i];

		if (text != NULL && *text != '\0')
			json_array_append_new(list, json_pack("{s:s, s:s}",
			    "to", transfer_field_words[i], "text", text));
	}
	return list;
}

json_t *
transfer_mapping_item(const char *id, const struct transfer_contact_ask *ask)
{
	own_transfer_contact struct transfer_contact	contact = { 0 };

	transfer_contact_read(ask, &contact);
	return json_pack("{s:s, s:s, s:o, s:O, s:O}", "task_id", id, "name",
	    ask->title, "members", members_json(&contact), "lines",
	    contact.lines, "kept", contact.kept);
}

/* The current row: task_id, name, custom_fields, markdown, description, comments. */
static void
add_task(const struct mapping *m, const struct db_rows *rows,
    const char *country)
{
	const char			*said = db_col_str(rows, 5);
	own_json json_t			*comments = said == NULL ? NULL :
					    json_loads(said, 0, NULL);
	const struct transfer_contact_ask ask = {
		.title = db_col_str(rows, 1),
		.custom_fields = db_col_str(rows, 2),
		.markdown = db_col_str(rows, 3),
		.description = db_col_str(rows, 4), .comments = comments,
		.country = country, .choices = m->choices,
	};

	json_array_append_new(m->tasks, transfer_mapping_item(
	    db_col_str(rows, 0), &ask));
	add_fields(m, ask.custom_fields != NULL ? ask.custom_fields : "[]");
}

/* --- the whole --- */

int
transfer_mapping_get(const struct caller *who, const char *asked,
    const json_t *choices, json_t **out, struct err *err)
{
	own_json json_t		*stored = NULL, *fields = json_array(),
				*tasks = json_array();
	own_rows struct db_rows	*rows = NULL;
	own_str char		*list_id = NULL;
	struct mapping		 m = { choices, fields, tasks };
	int64_t			 connection_id = 0;

	if (find_list(who, asked, &connection_id, &list_id, err) == -1)
		return -1;
	if (choices == NULL && transfer_choice_get(who->db, who->company_id,
	    list_id, &stored, err) == -1)
		return -1;
	if (choices == NULL)
		m.choices = stored;
	if (db_query(who->db, "SELECT task_id, name, custom_fields, markdown, "
	    "description, comments FROM clickup_task WHERE connection_id = ? "
	    "AND list_id = ? ORDER BY date_updated DESC, id DESC LIMIT ?",
	    DB_ARGS(db_int(connection_id), db_str(list_id),
	    db_int(TRANSFER_MAPPING_TASKS)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		add_task(&m, rows, person_phone_country(who->zone));
	*out = json_pack("{s:s, s:O, s:O}", "list_id", list_id, "fields",
	    fields, "tasks", tasks);
	return 0;
}

int
transfer_mapping_save(const struct caller *who, const char *asked,
    const json_t *choices, struct err *err)
{
	own_str char	*list_id = NULL;
	int64_t		 connection_id;

	return find_list(who, asked, &connection_id, &list_id, err) == -1 ?
	    -1 : transfer_choice_set(who->db, who->company_id, who->user_id,
	    list_id, choices, err);
}
