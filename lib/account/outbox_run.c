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

static void
letter_clear(struct outbox_letter *letter)
{
	mem_free_str(&letter->subject);
	mem_free_str(&letter->text);
	mem_free_str(&letter->html);
	mem_free_str(&letter->unsubscribe);
	mem_free_str(&letter->call);
}

/* --- mail --- */

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
mail_letter(struct db *db, const struct conf *conf, const struct outbox *m,
    const struct user *user, const struct outbox_letter *letter,
    struct err *err)
{
	char	name[SECRET_HASH_SIZE];

	(void)db;
	name_letter(m, user, name);
	return mail_send(conf, &(struct mail){ .to = user->email,
	    .subject = letter->subject, .text = letter->text,
	    .html = letter->html, .unsubscribe = letter->unsubscribe,
	    .id = name }, err);
}

/* What the server will never take has failed; anything else is tried again. */
static enum outbox_fate
mail_fate(const struct err *why)
{
	return why->kind == ERR_INPUT ? OUTBOX_NEVER : OUTBOX_AGAIN;
}

const struct outbox_carrier outbox_mail = { OUTBOX_EMAIL, mail_on,
	mail_letter, mail_fate };

/* --- any channel --- */

static const struct outbox_writer *
writer_of(const struct outbox_writer *w, enum outbox_channel channel,
    const char *kind)
{
	while (w->kind != NULL && (w->channel != channel ||
	    strcmp(w->kind, kind) != 0))
		w++;
	return w->kind != NULL ? w : NULL;
}

static int
write_and_send(struct db *db, const struct conf *conf, const struct outbox *m,
    const struct user *user, const struct outbox_carrier *carrier,
    const struct outbox_writer *writer, struct err *err)
{
	cleanup(letter_clear) struct outbox_letter	letter = { 0 };

	return writer->write(db, conf, m, user, writer->arg, &letter,
	    err) == -1 ? -1 : carrier->send(db, conf, m, user, &letter, err);
}

/* It did not go out, for that reason. */
static int
note_failure(struct db *db, const struct outbox *m,
    const struct outbox_carrier *carrier, const struct outbox_writer *writer,
    const struct err *why, struct err *err)
{
	const enum outbox_fate	fate = why->kind == ERR_ABSENT ?
				    OUTBOX_UNWANTED : carrier->fate(why);

	switch (fate) {
	case OUTBOX_LOST:
		return 0;
	case OUTBOX_UNWANTED:
		return outbox_drop(db, m, err);
	case OUTBOX_LATER:
		return outbox_later(db, m, why->retry_after_s > 0 ?
		    why->retry_after_s : 1, why, err);
	case OUTBOX_AGAIN:
	case OUTBOX_NEVER:
		break;
	}
	log_err(LOG_WARN, "outbox", why);
	return outbox_fail(db, m, fate == OUTBOX_NEVER, writer->tries, why,
	    err);
}

static int
send_one(struct db *db, const struct conf *conf, const struct outbox *m,
    const struct outbox_carrier *carrier, const struct outbox_writer *writers,
    struct err *err)
{
	const struct outbox_writer	*writer = writer_of(writers,
					    carrier->channel, m->kind);
	own_user struct user		 user = { 0 };
	struct err			 why = { 0 };

	if (m->user_id != 0 && user_get(db, m->user_id, &user, err) == -1)
		return -1;
	if ((m->user_id != 0 && !user.active) || writer == NULL)
		return outbox_drop(db, m, err);
	if (write_and_send(db, conf, m, &user, carrier, writer, &why) == 0) {
		if (writer->sent != NULL)
			writer->sent(db, m, &user);
		return outbox_sent(db, m, err);
	}
	if (why.kind == ERR_DOWN) {
		*err = why;
		return -1;
	}
	return note_failure(db, m, carrier, writer, &why, err);
}

int
outbox_run(struct db *db, const struct conf *conf,
    const struct outbox_carrier *carrier, const struct outbox_writer *writers,
    int64_t end, int64_t *n, struct err *err)
{
	struct outbox	m;
	int64_t		taken = 0;
	int		rc;

	if (n != NULL)
		*n = 0;
	if (!carrier->on(conf))
		return 0;
	if (outbox_settle(db, carrier->channel, err) == -1)
		return -1;
	while ((rc = outbox_take(db, carrier->channel, &m, err)) == 1) {
		if (send_one(db, conf, &m, carrier, writers, err) == -1)
			return -1;
		if (n != NULL)
			*n = ++taken;
		if (clock_mono_ms() >= end)
			break;
	}
	return rc == -1 ? -1 : 0;
}
