#include "transfer/choice.h"

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "transfer/field.h"

#define ID_CHARS	100

int
transfer_choice_get(struct db *db, int64_t company_id, const char *list_id,
    json_t **out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	json_t			*choices;

	if (db_query(db, "SELECT field_id, target FROM field_choice "
	    "WHERE company_id = ? AND list_id = ?",
	    DB_ARGS(db_int(company_id), db_str(list_id)), &rows, err) == -1)
		return -1;
	choices = json_object();
	while (db_rows_next(rows))
		json_object_set_new(choices, db_col_str(rows, 0),
		    json_string(db_col_str(rows, 1)));
	*out = choices;
	return 0;
}

struct storing {
	int64_t		 company_id, user_id;
	const char	*list_id;
	const json_t	*choices;
};

static int
store(struct db *db, void *arg, struct err *err)
{
	const struct storing	*s = arg;
	const char		*id;
	json_t			*word;

	if (db_exec(db, "DELETE FROM field_choice WHERE company_id = ? "
	    "AND list_id = ?", DB_ARGS(db_int(s->company_id),
	    db_str(s->list_id)), NULL, err) == -1)
		return -1;
	json_object_foreach((json_t *)(uintptr_t)s->choices, id, word)
		if (db_exec(db, "INSERT INTO field_choice (company_id, "
		    "list_id, field_id, target, chosen_by) VALUES "
		    "(?, ?, ?, ?, ?)", DB_ARGS(db_int(s->company_id),
		    db_str(s->list_id), db_str(id),
		    db_str(json_string_value(word)), db_int(s->user_id)),
		    NULL, err) == -1)
			return -1;
	return 0;
}

int
transfer_choice_set(struct db *db, int64_t company_id, int64_t user_id,
    const char *list_id, const json_t *choices, struct err *err)
{
	struct storing	 s = { company_id, user_id, list_id, choices };

	return db_tx_run(db, store, &s, err);
}

static int
read_one(const json_t *one, json_t *choices, struct err *err)
{
	static const char *const names[] = { "id", "to", NULL };
	const char		*id = NULL, *word = NULL;

	if (!json_is_object(one))
		return err_field(err, "", "type", "object");
	if (field_only(one, names, err) == -1 ||
	    field_text(one, "id", 1, ID_CHARS, &id, err) == -1 ||
	    field_word_opt(one, "to", transfer_field_words, &word, err) == -1)
		return -1;
	if (word == NULL)
		return err_field(err, "to", "required", "%s", "");
	if (json_object_get(choices, id) != NULL)
		return err_field(err, "id", "unique", "%s", id);
	json_object_set_new(choices, id, json_string(word));
	return 0;
}

int
transfer_choice_read(const json_t *body, json_t **out, struct err *err)
{
	own_json json_t	*choices = json_object();
	json_t		*list = NULL;
	const json_t	*one;
	size_t		 i;

	if (field_array_opt(body, "fields", TRANSFER_CHOICES_MAX, &list,
	    err) == -1)
		return -1;
	if (list == NULL)
		return err_field(err, "fields", "required", "%s", "");
	json_array_foreach(list, i, one)
		if (read_one(one, choices, err) == -1)
			return err_within(err, 0, "fields[%zu]", i);
	*out = json_incref(choices);
	return 0;
}
