#include "telegram/hook.h"

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "telegram/bot.h"
#include "telegram/update.h"
#include "telegram/work.h"

static bool
is_known(const struct telegram_bot *bot, const char *secret)
{
	char	hash[SECRET_HASH_SIZE];

	secret_hash(secret != NULL ? secret : "", hash);
	return secret_equal(hash, bot->secret_hash);
}

int
telegram_hook_take(struct db *db, const struct conf *conf,
    const struct telegram_post *post, struct err *err)
{
	own_json json_t		*update = NULL;
	struct telegram_bot	 bot;
	struct err		 odd = { 0 };

	if (telegram_bot_by_key(db, post->key, &bot, err) == -1)
		return -1;
	if (!is_known(&bot, post->secret))
		return err_code(err, ERR_AUTH, "telegram.secret",
		    "telegram: the secret token is missing or wrong");
	if (field_parse(post->body, post->len, &update, &odd) == -1) {
		log_err(LOG_WARN, "telegram: update passed over", &odd);
		return 0;
	}
	if (telegram_update_add(db, bot.id, update, NULL, err) == -1 ||
	    (!bot.lively && telegram_bot_heard(db, bot.id, err) == -1))
		return -1;
	telegram_work_wake(db, conf);
	return 0;
}
