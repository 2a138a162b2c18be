#include "telegram/erase.h"

#include "contact/store.h"

/* Whose chat it is. */
#define OF_COMPANY "JOIN telegram_link l ON l.bot_id = t.bot_id AND "	\
	"l.chat_id = t.chat_id JOIN user u ON u.id = l.user_id"
/* Telegram writes letters as \u0410: what was said is read out of the document. */
#define BODY "CONVERT(t.body USING utf8mb4)"
#define SAID "CONCAT_WS(' ', " BODY ", JSON_VALUE(" BODY ", "		\
	"'$.message.text'), JSON_VALUE(" BODY ", '$.message.caption'), "	\
	"JSON_VALUE(" BODY ", '$.message.document.file_name'))"
#define SHOWN "CONCAT_WS(' ', t.params, JSON_VALUE(t.params, '$.text'))"

const struct contact_store	telegram_updates = {
	.place = { "telegram_update", "t.id", SAID },
	.title = "t.kind", .at = "t.received_at",
	.tables = "telegram_update t " OF_COMPANY,
	.where = "t.state IN ('done', 'failed') AND u.company_id = ?",
	.blank = "SET t.body = ''",
};

const struct contact_store	telegram_messages = {
	.place = { "telegram_message", "t.id", SHOWN },
	.title = "t.method", .told = "JSON_VALUE(t.params, '$.text')",
	.at = "t.created_at", .tables = "telegram_message t " OF_COMPANY,
	.where = "u.company_id = ?",
	.blank = "SET t.params = '', t.method = ''",
};
