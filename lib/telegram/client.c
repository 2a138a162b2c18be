#include "telegram/client.h"

#include "base/conf.h"
#include "io/fetch.h"
#include "service/call.h"
#include "telegram/api.h"
#include "telegram/bot.h"

struct telegram *
telegram_client_token(struct db *db, const struct conf *conf,
    const char *token, const struct telegram_client *of, struct err *err)
{
	const struct fetch_conf	 fc = {
		.conf = conf,
		.db = db,
		.provider = "telegram",
		.base_url = conf_get(conf, "TELEGRAM_API_URL", TELEGRAM_URL),
		.limit = (int)conf_int(conf, "TELEGRAM_LIMIT",
		    TELEGRAM_LIMIT),
		.period_s = 1,
		.company_id = of->company_id,
		.user_id = of->user_id,
		.record = of->company_id != 0 ? call_record : NULL,
	};

	return telegram_open(&fc, token, err);
}

struct telegram *
telegram_client_open(struct db *db, const struct conf *conf, int64_t bot_id,
    const struct telegram_client *of, struct err *err)
{
	own_telegram_bot_keys struct telegram_bot_keys	keys = { 0 };

	if (telegram_bot_keys(db, conf, bot_id, &keys, err) == -1)
		return NULL;
	return telegram_client_token(db, conf, keys.token, of, err);
}
