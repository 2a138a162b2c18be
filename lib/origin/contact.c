#include "origin/contact.h"

#include "base/mem.h"
#include "contact/entry.h"
#include "contact/words.h"
#include "io/db.h"
#include "io/db_build.h"
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
	.due = "SELECT id, company_id, fields FROM transfer "
	    "WHERE contact_due = 1 ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED",
	.done = "UPDATE transfer SET contact_due = 0, "
	    "updated_at = updated_at WHERE id IN ",
	.read = read_transfer,
};

static const struct contact_place	place = { "transfer", "id",
	"CONCAT_WS(' ', task_name, fields, files, ask)" };

int
origin_erase(struct db *db, int64_t company_id, const struct contact_words *words,
    struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, "UPDATE transfer SET task_name = '', fields = NULL, "
	    "files = NULL, likely = NULL, ask = NULL, look_at = NULL, "
	    "contact_due = 0, "
	    "updated_at = updated_at WHERE company_id = ?",
	    DB_ARGS(db_int(company_id)));
	return contact_words_where_sure(&b, words, &place) ? db_build_exec(db,
	    &b, err) : 0;
}

int
origin_named(struct db *db, int64_t company_id,
    const struct contact_words *words, struct db_rows **out, struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, "SELECT id, task_name, created_at FROM transfer "
	    "WHERE company_id = ?", DB_ARGS(db_int(company_id)));
	if (!contact_words_where_named(&b, words, &place))
		return 0;
	db_build_add(&b, " ORDER BY id DESC LIMIT ?", DB_ARGS(db_int(
	    CONTACT_WORDS_NAMED)));
	return db_build_query(db, &b, out, err);
}
