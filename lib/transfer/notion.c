#include "transfer/notion.h"

#include <string.h>

#include "account/caller.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "notion/notion.h"
#include "notion/reading.h"
#include "notion/row.h"
#include "person/phone.h"
#include "service/provider_account.h"
#include "transfer/choice.h"
#include "transfer/contact.h"
#include "transfer/mapping.h"
#include "transfer/source.h"

void
transfer_notion_item(const struct notion_row *row, const json_t *choices,
    struct transfer_item *out)
{
	*out = (struct transfer_item){
		.name = mem_dup(row->name), .url = mem_dup(row->url),
		.text = mem_dup(""), .fields = mem_dup(row->fields),
		.tags = json_loads(row->people, 0, NULL),
		.choices = json_deep_copy(choices),
	};
}

/* What was read of one of the company's accounts. */
static int
open_reading(const struct caller *who, int64_t account_id,
    struct notion_reading *out, struct err *err)
{
	own_provider_account struct provider_account	account = { 0 };

	if (provider_account_get(who->db, who->company_id, &notion_provider,
	    account_id, &account, err) == -1 ||
	    notion_reading_get(who->db, account_id, out, err) == -1)
		return -1;
	return out->source[0] != '\0' ? 0 : err_code(err, ERR_CONFLICT,
	    "notion.unread", "%s", account.con.name);
}

static int
add_rows(const struct caller *who, int64_t account_id, const json_t *choices,
    json_t *fields, json_t *tasks, struct err *err)
{
	const char		*country = person_phone_country(who->zone);
	own_rows struct db_rows	*rows = NULL;
	struct notion_row	 row;

	if (notion_row_newest(who->db, who->company_id, account_id,
	    TRANSFER_NOTION_ROWS, &rows, err) == -1)
		return -1;
	while (notion_row_next(rows, &row)) {
		own_transfer_item struct transfer_item	 item = { 0 };
		struct transfer_contact_ask		 ask;

		transfer_notion_item(&row, choices, &item);
		ask = transfer_contact_ask_of(&item, country);
		json_array_append_new(tasks, transfer_mapping_item(
		    row.page_id, &ask));
		transfer_mapping_fields(fields, choices, row.fields);
	}
	return 0;
}

int
transfer_notion_mapping(const struct caller *who, int64_t account_id,
    const json_t *tried, json_t **out, struct err *err)
{
	own_notion_reading struct notion_reading	 at = { 0 };
	own_json json_t		*stored = NULL, *fields = json_array(),
				*tasks = json_array();
	own_str char		*schema = NULL;

	if (open_reading(who, account_id, &at, err) == -1 ||
	    transfer_choice_get(who->db, who->company_id, at.source, &stored,
	    err) == -1)
		return -1;
	if (tried == NULL)
		tried = stored;
	schema = json_dumps(at.fields, JSON_COMPACT);
	transfer_mapping_fields(fields, tried, schema);
	if (add_rows(who, account_id, tried, fields, tasks, err) == -1)
		return -1;
	*out = json_pack("{s:{s:s, s:s, s:s}, s:O, s:O}", "source", "id",
	    at.source, "name", at.name, "url", at.url, "fields", fields,
	    "tasks", tasks);
	return 0;
}

int
transfer_notion_map(const struct caller *who, int64_t account_id,
    const json_t *choices, struct err *err)
{
	own_notion_reading struct notion_reading	at = { 0 };

	return open_reading(who, account_id, &at, err) == -1 ? -1 :
	    transfer_choice_set(who->db, who->company_id, who->user_id,
	    at.source, choices, err);
}
