#include "account/outbox_run.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "account/outbox.h"
#include "account/user.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/mail.h"
#include "io/secret.h"

#define LASTS_MS	60000

static void
letter_clear(struct outbox_letter *letter)
{
	mem_free_str(&letter->subject);
	mem_free_str(&letter->text);
	mem_free_str(&letter->html);
	mem_free_str(&letter->unsubscribe);
}

/* The same at each try: where it came twice, it is shown once. */
static void
name_letter(const struct outbox *m, const struct user *user,
    char out[SECRET_HASH_SIZE])
{
	own_str char	*of = mem_fmt("%" PRId64 ":%" PRId64 ":%s", m->id,
			    m->created_at, user->email);

	secret_hash(of, out);
	out[SECRET_HASH_SIZE / 2] = '\0';
}

static int
send_letter(struct db *db, const struct conf *conf, const struct outbox *m,
    const struct user *user, const struct outbox_writer *writer,
    struct err *err)
{
	cleanup(letter_clear) struct outbox_letter	letter = { 0 };
	char						name[SECRET_HASH_SIZE];

	name_letter(m, user, name);
	if (writer->write(db, conf, m, user, writer->arg, &letter, err) == -1)
		return -1;
	return mail_send(conf, &(struct mail){ .to = user->email,
	    .subject = letter.subject, .text = letter.text,
	    .html = letter.html, .unsubscribe = letter.unsubscribe,
	    .id = name }, err);
}

static const struct outbox_writer *
writer_of(const struct outbox_writer *w, const char *kind)
{
	while (w->kind != NULL && strcmp(w->kind, kind) != 0)
		w++;
	return w->kind != NULL ? w : NULL;
}

/* What the server will never take has failed; anything else is tried again. */
static int
send_one(struct db *db, const struct conf *conf, const struct outbox *m,
    const struct outbox_writer *writers, struct err *err)
{
	const struct outbox_writer	*writer = writer_of(writers, m->kind);
	own_user struct user		 user = { 0 };
	struct err			 why = { 0 };

	if (user_get(db, m->user_id, &user, err) == -1)
		return -1;
	if (!user.active || writer == NULL)
		return outbox_drop(db, m, err);
	if (send_letter(db, conf, m, &user, writer, &why) == 0) {
		if (writer->sent != NULL)
			writer->sent(db, m, &user);
		return outbox_sent(db, m, err);
	}
	if (why.kind == ERR_ABSENT)
		return outbox_drop(db, m, err);
	log_err(LOG_WARN, "mail", &why);
	return outbox_fail(db, m, why.kind == ERR_INPUT, writer->tries, &why,
	    err);
}

int
outbox_run(struct db *db, const struct conf *conf,
    const struct outbox_writer *writers, struct err *err)
{
	const int64_t	end = clock_mono_ms() + LASTS_MS;
	struct outbox	m;
	int		rc;

	if (!mail_on(conf))
		return 0;
	while ((rc = outbox_take(db, &m, err)) == 1) {
		if (send_one(db, conf, &m, writers, err) == -1)
			return -1;
		if (clock_mono_ms() >= end)
			break;
	}
	return rc == -1 ? -1 : 0;
}
