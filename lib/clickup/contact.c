#include "clickup/contact.h"

#include "base/mem.h"
#include "contact/entry.h"
#include "io/db.h"
#include "io/field.h"
#include "person/phone.h"

/* The columns after id and company_id. */
enum { ZONE = 2, NAME, DESCRIPTION, MARKDOWN, FIELDS, COMMENTS };

static void
add_document(struct contacts *out, const char *text, const char *country)
{
	own_json json_t	*doc = text == NULL ? NULL : json_loads(text, 0, NULL);

	contacts_add_json(out, doc, country);
}

static void
read_task(const struct db_rows *rows, struct contact_entry *out)
{
	const char	*country = person_phone_country(db_col_str(rows,
			    ZONE));

	add_document(&out->contacts, db_col_str(rows, FIELDS), country);
	for (int col = NAME; col <= MARKDOWN; col++)
		contacts_add_text(&out->contacts, db_col_str(rows, col),
		    country);
	add_document(&out->contacts, db_col_str(rows, COMMENTS), country);
}

const struct contact_reading clickup_contacts = {
	.owner = CONTACT_TASK,
	.rota = { "tasks", ROTA("SELECT id FROM user", "(SELECT NOW(3) FROM "
	    "clickup_task t FORCE INDEX (contact_turn) WHERE "
	    "t.contact_due = 1 AND t.user_id = o.id LIMIT 1)") },
	.due = "SELECT t.id, u.company_id, u.time_zone, t.name, "
	    "t.description, t.markdown, t.custom_fields, t.comments "
	    "FROM clickup_task t FORCE INDEX (contact_turn) "
	    "JOIN user u ON u.id = t.user_id WHERE t.contact_due = 1 AND "
	    "t.user_id = ? ORDER BY t.id LIMIT ? "
	    "FOR UPDATE SKIP LOCKED",
	.done = "UPDATE clickup_task SET contact_due = 0, "
	    "updated_at = updated_at WHERE id IN ",
	.read = read_task,
};
