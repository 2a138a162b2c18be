#include "account/mail_run.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "account/audit.h"
#include "account/login_link.h"
#include "account/mail_queue.h"
#include "account/user.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/mail.h"

#define LASTS_MS	60000
#define SUBJECT_SIZE	200
#define TEXT_SIZE	2000

static const struct { const char *subject, *text; } words[] = {
	[MAIL_ASKED] = { "account.mail.link", "account.mail.asked_text" },
	[MAIL_LINK] = { "account.mail.link", "account.mail.link_text" },
	[MAIL_INVITE] = { "account.mail.invite", "account.mail.invite_text" },
};

static int
send_link(struct db *db, const struct conf *conf, const struct mail_queue *m,
    const struct user *user, struct err *err)
{
	own_str char	*link = NULL;
	char		 subject[SUBJECT_SIZE], text[TEXT_SIZE];

	if (login_link_make(db, conf, user->id, &link, err) == -1)
		return -1;
	text_put(subject, sizeof(subject), user->locale,
	    words[m->kind].subject, "");
	text_put(text, sizeof(text), user->locale, words[m->kind].text, link);
	if (mail_send(conf, &(struct mail){ user->email, subject, text },
	    err) == -1)
		return -1;
	audit_add(db, &(struct audit){ .company_id = user->company_id,
	    .user_id = user->id, .action = "login.link_mailed",
	    .object = user->email, .address = m->address });
	return 0;
}

/* What the server will never take is dropped; anything else is tried again. */
static int
send_one(struct db *db, const struct conf *conf, const struct mail_queue *m,
    struct err *err)
{
	own_user struct user	 user = { 0 };
	struct err		 why = { 0 };
	bool			 never;

	if (user_get(db, m->user_id, &user, err) == -1)
		return -1;
	if (!user.active)
		return mail_queue_done(db, m->id, false, err);
	if (send_link(db, conf, m, &user, &why) == 0)
		return mail_queue_done(db, m->id, true, err);
	log_err(LOG_WARN, "mail", &why);
	never = why.kind == ERR_INPUT;
	return never ? mail_queue_done(db, m->id, false, err) :
	    mail_queue_later(db, m->id, err);
}

int
mail_run(struct db *db, const struct conf *conf, struct err *err)
{
	const int64_t		 end = clock_mono_ms() + LASTS_MS;
	struct mail_queue	 m;
	int			 rc;

	if (!mail_on(conf))
		return 0;
	while ((rc = mail_queue_next(db, &m, err)) == 1 &&
	    clock_mono_ms() < end)
		if (send_one(db, conf, &m, err) == -1)
			return -1;
	return rc == -1 ? -1 : 0;
}
