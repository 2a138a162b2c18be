#include "bot/person.h"

#include <inttypes.h>

#include "account/user.h"
#include "base/err.h"
#include "telegram/bot.h"
#include "telegram/link.h"

int
bot_person_read(const struct conf *conf, const struct user *user, bool mine,
    struct bot_person *out, struct err *err)
{
	if (user->role < ROLE_MEMBER)
		return err_code(err, ERR_DENIED, "io.role", "user %" PRId64,
		    user->id);
	*out = (struct bot_person){
		.user = user,
		.actor = {
			.who = { user->company_id, user->id,
			    !mine && user->role >= ROLE_MANAGER,
			    user->role >= ROLE_RECRUITER },
			.via = "bot",
			.address = "",
			.zone = user->time_zone,
			.conf = conf,
		},
		.mine = mine,
	};
	return 0;
}

int
bot_person_find(struct db *db, const struct conf *conf, int64_t chat_id,
    struct user *out, struct err *err)
{
	struct telegram_bot	bot;
	int64_t			user_id;

	if (telegram_bot_system(db, conf, &bot, err) == -1) {
		if (err->kind == ERR_ABSENT)
			err->kind = ERR_CONFLICT;
		return -1;
	}
	if (telegram_link_user(db, &bot, chat_id, &user_id, err) == 0)
		return user_get(db, user_id, out, err);
	if (err->kind != ERR_ABSENT)
		return -1;
	*err = (struct err){ 0 };
	return err_code(err, ERR_ABSENT, "bot.unlinked", "chat %" PRId64,
	    chat_id);
}

int
bot_person_own_off(struct db *db, int64_t user_id, struct err *err)
{
	struct telegram_bot	own;

	if (telegram_bot_own(db, user_id, &own, err) == -1)
		return err->kind != ERR_ABSENT ? -1 :
		    err_code(err, ERR_ABSENT, "bot.no_own", "%s", "");
	return telegram_bot_active(&own) ?
	    telegram_bot_turn(db, own.id, "off", err) : 0;
}
