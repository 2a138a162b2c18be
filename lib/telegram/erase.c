#include "telegram/erase.h"

#include "base/mem.h"
#include "contact/words.h"
#include "io/db.h"
#include "io/db_build.h"

/* Whose chat it is. */
#define OF_COMPANY "JOIN telegram_link l ON l.bot_id = t.bot_id AND "	\
	"l.chat_id = t.chat_id JOIN user u ON u.id = l.user_id "
/* Telegram writes letters as \u0410: what was said is read out of the document. */
#define BODY "CONVERT(t.body USING utf8mb4)"
#define SAID "CONCAT_WS(' ', " BODY ", JSON_VALUE(" BODY ", "		\
	"'$.message.text'), JSON_VALUE(" BODY ", '$.message.caption'), "	\
	"JSON_VALUE(" BODY ", '$.message.document.file_name'))"
#define SHOWN "CONCAT_WS(' ', t.params, JSON_VALUE(t.params, '$.text'))"

static int
erase(struct db *db, struct db_build *b, const struct contact_words *words,
    const char *text, struct err *err)
{
	const struct contact_place	place = { "telegram", "t.id", text };

	return contact_words_where_sure(b, words, &place) ? db_build_exec(db,
	    b, err) : 0;
}

int
telegram_erase(struct db *db, int64_t company_id,
    const struct contact_words *words, struct err *err)
{
	own_db_build struct db_build	updates = { 0 }, messages = { 0 };

	db_build_add(&updates, "UPDATE telegram_update t " OF_COMPANY
	    "SET t.body = '' WHERE t.state IN ('done', 'failed') AND "
	    "u.company_id = ?", DB_ARGS(db_int(company_id)));
	db_build_add(&messages, "UPDATE telegram_message t " OF_COMPANY
	    "SET t.params = '', t.method = '' WHERE u.company_id = ?",
	    DB_ARGS(db_int(company_id)));
	return erase(db, &updates, words, SAID, err) == -1 ||
	    erase(db, &messages, words, SHOWN, err) == -1 ? -1 : 0;
}
