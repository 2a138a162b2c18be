#include "telegram/hook.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/log.h"
#include "io/db.h"
#include "io/secret.h"
#include "telegram/bot.h"
#include "telegram/raw.h"
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
	struct telegram_bot	 bot;
	int64_t			 next;

	if (telegram_bot_by_key(db, post->key, &bot, err) == -1)
		return -1;
	if (!is_known(&bot, post->secret))
		return err_code(err, ERR_AUTH, "telegram.secret",
		    "telegram: the secret token is missing or wrong");
	if (telegram_raw_add(db, &(struct telegram_raw){ .bot_id = bot.id,
	    .text = post->body, .len = post->len }, &next, err) == -1)
		return -1;
	if (next == 0) {
		log_line(LOG_WARN, "telegram: what came is no update");
		return 0;
	}
	if (!bot.lively && telegram_bot_heard(db, bot.id, err) == -1)
		return -1;
	telegram_work_wake(db, conf);
	return 0;
}
