#include "candidate/store.h"

#include <stdbool.h>
#include <stddef.h>

#include "account/audit.h"
#include "account/outbox.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "contact/store.h"
#include "document/document.h"
#include "inbox/item.h"
#include "io/db.h"
#include "io/field.h"
#include "notice/bell.h"
#include "notion/row.h"
#include "origin/contact.h"
#include "service/call.h"
#include "table/sheet.h"
#include "telegram/erase.h"
#include "webhook/delivery.h"

const struct contact_store *const candidate_stores[] = { &call_store,
	&audit_store, &outbox_store, &delivery_store, &inbox_item_store,
	&document_store, &origin_store, &bell_store,
	&table_sheet_store, &notion_row_store, &telegram_updates,
	&telegram_messages, NULL };

int64_t
candidate_store_count(void)
{
	return (int64_t)nitems(candidate_stores) - 1;
}

/* The current row: first_name, last_name, contacts. */
static void
take_words(const struct db_rows *rows, struct contact_words *out)
{
	static const char *const	lists[] = { "emails", "links" };
	own_json json_t			*contacts = json_loads(db_col_str(rows,
					    2), 0, NULL);
	const json_t			*one;
	size_t				 i;

	contact_words_add_name(out, db_col_str(rows, 0), db_col_str(rows, 1));
	for (size_t k = 0; k < nitems(lists); k++)
		json_array_foreach(json_object_get(contacts, lists[k]), i, one)
			contact_words_add_text(out, json_string_value(one));
	json_array_foreach(json_object_get(contacts, "phones"), i, one)
		contact_words_add_phone(out, json_string_value(one));
}

#define SOURCES "SELECT JSON_VALUE(s.data, '$.first_name'), "		\
	"JSON_VALUE(s.data, '$.last_name'), '{}' FROM " CANDIDATE_GROUP		\
	" JOIN candidate_source s ON s.candidate_id = g.id"

int
candidate_store_words(struct db *db, int64_t id, struct contact_words *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT c.first_name, c.last_name, c.contacts FROM "
	    CANDIDATE_GROUP " JOIN candidate c ON c.id = g.id UNION " SOURCES,
	    DB_ARGS(db_int(id), db_int(id), db_int(id), db_int(id)), &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows))
		take_words(rows, out);
	return 0;
}

/* Has this user, who is the person, corrected what is known of it? */
static int
corrected_by(struct db *db, int64_t id, int64_t user_id, bool *out,
    struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT EXISTS(SELECT 1 FROM " CANDIDATE_GROUP
	    " JOIN candidate_history h ON h.candidate_id = g.id "
	    "WHERE h.user_id = ? AND h.action = 'change' AND "
	    "JSON_EXISTS(h.data, '$.fields')) AND "
	    "EXISTS(SELECT 1 FROM " CANDIDATE_GROUP " JOIN candidate c "
	    "ON c.id = g.id WHERE c.user_id = ?)", DB_ARGS(db_int(id),
	    db_int(id), db_int(user_id), db_int(id), db_int(id),
	    db_int(user_id)), &n, err) == -1)
		return -1;
	*out = n != 0;
	return 0;
}

int
candidate_store_words_for(struct db *db, int64_t id, int64_t user_id,
    struct contact_words *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	bool			 corrected = false;

	if (user_id != 0 && corrected_by(db, id, user_id, &corrected,
	    err) == -1)
		return -1;
	if (!corrected)
		return candidate_store_words(db, id, out, err);
	if (db_query(db, SOURCES " UNION SELECT '', '', JSON_OBJECT("
	    "ELT(FIELD(k.kind, 'e', 'p', 'l'), 'emails', 'phones', 'links'), "
	    "JSON_ARRAY(CONCAT(IF(k.kind = 'p', '+', ''), k.value))) FROM "
	    CANDIDATE_GROUP
	    " JOIN candidate_contact k ON k.candidate_id = g.id "
	    "WHERE k.kind IN ('e', 'p', 'l') UNION SELECT '', '', "
	    "JSON_OBJECT('emails', JSON_ARRAY(u.email)) FROM user u "
	    "WHERE u.id = ? AND u.email IS NOT NULL", DB_ARGS(db_int(id),
	    db_int(id), db_int(id), db_int(id), db_int(user_id)), &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows))
		take_words(rows, out);
	return 0;
}
