#include "origin/contact.h"

#include "base/mem.h"
#include "contact/entry.h"
#include "contact/store.h"
#include "io/db.h"
#include "io/field.h"

/* What became of it is told of, too. */
static void
read_transfer(const struct db_rows *rows, struct contact_entry *out)
{
	const char	*text = db_col_str(rows, 2);
	own_json json_t	*fields = text == NULL ? NULL : json_loads(text, 0,
			    NULL);

	out->told = true;
	contacts_add_email(&out->contacts, field_str(fields, "email"));
	contacts_add_phones(&out->contacts, field_str(fields, "phone"));
}

const struct contact_reading origin_contacts = {
	.owner = CONTACT_TRANSFER,
	.rota = { "sent", ROTA(ROTA_COMPANIES, "(SELECT NOW(3) FROM transfer x "
	    "FORCE INDEX (contact_turn) WHERE x.contact_due = 1 AND "
	    "x.company_id = o.id LIMIT 1)") },
	.due = "SELECT id, company_id, fields FROM transfer "
	    "FORCE INDEX (contact_turn) WHERE contact_due = 1 AND "
	    "company_id = ? ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED",
	.done = "UPDATE transfer SET contact_due = 0, "
	    "updated_at = updated_at WHERE id IN ",
	.read = read_transfer,
};

const struct contact_store	origin_store = {
	.place = { "transfer", "id",
	    "CONCAT_WS(' ', task_name, fields, files, ask)" },
	.title = "task_name", .at = "created_at",
	.tables = "transfer", .where = "company_id = ?",
	.blank = "SET task_name = '', fields = NULL, files = NULL, "
	    "likely = NULL, ask = NULL, look_at = NULL, contact_due = 0, "
	    "updated_at = updated_at",
	.judged = true,
};
