#include "bot/login.h"

#include "account/login_link.h"
#include "account/outbox_run.h"
#include "account/user.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "telegram/carrier.h"
#include "telegram/message.h"

int
bot_login_write(struct db *db, const struct conf *conf,
    const struct outbox *m, const struct user *user, const void *arg,
    struct outbox_letter *out, struct err *err)
{
	own_buf struct buf	 html = { 0 };
	own_str char		*url = NULL;

	(void)m;
	(void)arg;
	if (login_link_make(db, conf, user->id, BOT_LOGIN_MINUTES, &url,
	    err) == -1)
		return -1;
	buf_puts(&html, text_get(user->locale, "bot.say.login"));
	buf_putc(&html, '\n');
	message_escape(&html, url);
	out->call = telegram_carrier_call(buf_str(&html), NULL, 0, NULL);
	return 0;
}
