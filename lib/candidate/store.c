#include "candidate/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "account/audit.h"
#include "account/outbox.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "contact/store.h"
#include "document/document.h"
#include "inbox/item.h"
#include "io/db.h"
#include "io/field.h"
#include "live/erase.h"
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
	&telegram_messages, &live_events, NULL };

int64_t
candidate_store_count(void)
{
	return (int64_t)nitems(candidate_stores) - 1;
}

static void
take_contact(struct contact_said *out, const char *name, const char *text)
{
	if (strcmp(name, "phone") == 0)
		contact_said_phone(out, text);
	else
		contact_said_text(out, text);
}

static const char *const contact_fields[] = { "email", "phone", "profile_url",
	"linkedin_url", "github_url" };

/* What the sources say. */
static int
take_sources(struct db *db, int64_t id, struct contact_said *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT s.data FROM " CANDIDATE_GROUP
	    " JOIN candidate_source s ON s.candidate_id = g.id",
	    DB_ARGS(db_int(id), db_int(id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		own_json json_t	*said = json_loads(db_col_str(rows, 0), 0,
				    NULL);

		contact_said_name(out, field_str(said, "first_name"),
		    field_str(said, "last_name"));
		for (size_t i = 0; i < nitems(contact_fields); i++)
			take_contact(out, contact_fields[i], field_str(said,
			    contact_fields[i]));
	}
	return 0;
}

/* Numbers of the sources as each is dialled, and the address that the user comes in by. */
static int
take_forms(struct db *db, int64_t id, struct contact_said *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT 'phone', k.value FROM " CANDIDATE_GROUP
	    " JOIN candidate_contact k ON k.candidate_id = g.id AND "
	    "k.kind = 'p' UNION SELECT 'email', u.email FROM " CANDIDATE_GROUP
	    " JOIN candidate c ON c.id = g.id JOIN user u ON u.id = c.user_id "
	    "WHERE u.email IS NOT NULL", DB_ARGS(db_int(id), db_int(id),
	    db_int(id), db_int(id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		take_contact(out, db_col_str(rows, 0), db_col_str(rows, 1));
	return 0;
}

/* {"12": {email: true}}: which fields of which record the person corrected, and nobody since. */
static int
read_own_hand(struct db *db, int64_t id, json_t *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT h.candidate_id, h.user_id <=> p.user_id, "
	    "JSON_QUERY(h.data, '$.fields') FROM " CANDIDATE_GROUP
	    " JOIN candidate_history h ON h.candidate_id = g.id AND "
	    "h.action = 'change' JOIN (SELECT MAX(c.user_id) AS user_id FROM "
	    CANDIDATE_GROUP " JOIN candidate c ON c.id = g.id) p WHERE "
	    "p.user_id IS NOT NULL AND JSON_EXISTS(h.data, '$.fields') "
	    "ORDER BY h.id", DB_ARGS(db_int(id), db_int(id), db_int(id),
	    db_int(id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		own_json json_t	*fields = json_loads(db_col_str(rows, 2), 0,
				    NULL);
		json_t		*own = json_object_get(out, db_col_str(rows,
				    0)), *value;
		const char	*name;

		if (own == NULL) {
			own = json_object();
			json_object_set_new(out, db_col_str(rows, 0), own);
		}
		json_object_foreach(fields, name, value)
			json_object_set_new(own, name, json_boolean(
			    db_col_int(rows, 1) != 0));
	}
	return 0;
}

/* The current row: id, first_name, last_name, own; hand: who wrote what of it. */
static void
take_record(const struct db_rows *rows, const json_t *hand,
    struct contact_words *out)
{
	own_json json_t	*own = json_loads(db_col_str(rows, 3), 0, NULL);
	const json_t	*mine = json_object_get(hand, db_col_str(rows, 0));
	const bool	 named = json_is_true(json_object_get(mine,
			    "first_name")) || json_is_true(json_object_get(
			    mine, "last_name"));

	contact_said_name(named ? &out->own : &out->sure, db_col_str(rows, 1),
	    db_col_str(rows, 2));
	for (size_t i = 0; i < nitems(contact_fields); i++)
		take_contact(json_is_true(json_object_get(mine,
		    contact_fields[i])) ? &out->own : &out->sure,
		    contact_fields[i], field_str(own, contact_fields[i]));
}

int
candidate_store_words(struct db *db, int64_t id, struct contact_words *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_json json_t		*hand = json_object();

	if (take_sources(db, id, &out->sure, err) == -1 ||
	    take_forms(db, id, &out->sure, err) == -1 ||
	    read_own_hand(db, id, hand, err) == -1 ||
	    db_query(db, "SELECT c.id, c.first_name, c.last_name, c.own FROM "
	    CANDIDATE_GROUP " JOIN candidate c ON c.id = g.id",
	    DB_ARGS(db_int(id), db_int(id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		take_record(rows, hand, out);
	return 0;
}
