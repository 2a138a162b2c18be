#include "account/login_letter.h"

#include <string.h>

#include "account/audit.h"
#include "account/login_link.h"
#include "account/outbox.h"
#include "account/session.h"
#include "account/outbox_run.h"
#include "account/user.h"
#include "base/mem.h"
#include "base/text.h"

#define SUBJECT_SIZE	200
#define TEXT_SIZE	2000

static const struct { const char *kind, *subject, *text; } words[] = {
	{ LOGIN_LETTER_ASKED, "account.mail.link", "account.mail.asked_text" },
	{ LOGIN_LETTER_LINK, "account.mail.link", "account.mail.link_text" },
	{ LOGIN_LETTER_INVITE, "account.mail.invite",
	    "account.mail.invite_text" },
};

int
login_letter_write(struct db *db, const struct conf *conf,
    const struct outbox *m, const struct user *user, const void *arg,
    struct outbox_letter *out, struct err *err)
{
	own_str char	*link = NULL;
	char		 subject[SUBJECT_SIZE], text[TEXT_SIZE];
	size_t		 i = 0;

	(void)arg;
	while (i + 1 < nitems(words) && strcmp(words[i].kind, m->kind) != 0)
		i++;
	if (login_link_make(db, conf, user->id, SESSION_LINK_MINUTES, &link,
	    err) == -1)
		return -1;
	text_put(subject, sizeof(subject), user->locale, words[i].subject, "");
	text_put(text, sizeof(text), user->locale, words[i].text, link);
	out->subject = mem_dup(subject);
	out->text = mem_dup(text);
	return 0;
}

void
login_letter_sent(struct db *db, const struct outbox *m,
    const struct user *user)
{
	audit_add(db, &(struct audit){ .company_id = user->company_id,
	    .user_id = user->id, .action = "login.link_mailed",
	    .object = user->email, .address = m->address,
	    .via = "service" });
}
