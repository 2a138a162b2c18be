/* rota: a company with thousands of things in a queue delays one with ten by its own turn alone,
 * at each queue of the house. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "account/outbox.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/erasure.h"
#include "candidate/known.h"
#include "clickup/contact.h"
#include "contact/entry.h"
#include "contact/read.h"
#include "group.h"
#include "import/job.h"
#include "import/queue.h"
#include "import/undo.h"
#include "inbox/fetch.h"
#include "inbox/read.h"
#include "io/db.h"
#include "io/rota.h"
#include "live/post.h"
#include "notice/reminder.h"
#include "notice/send.h"
#include "origin/contact.h"
#include "origin/origin.h"
#include "reply/rule.h"
#include "service/sync_run.h"
#include "step.h"
#include "telegram/update.h"
#include "transfer/mark.h"
#include "webhook/delivery.h"

#define MANY	2000
#define FEW	10

static struct err	err;

/* Who brings much, and who brings little and comes later. */
static struct side {
	int64_t	company, user, parent;
} many, few;

static const char *const tables[] = { "outbox", "inbox_item", "document",
	"telegram_bot", "transfer", "candidate_erasure", "contact_change",
	"reminder", "live_post", "auto_reply_queue", "clickup_task",
	"notice", "import_undo", "import_job", "sync_run", "inbound_event", "webhook",
	"connection", "queue_turn" };

/* --- what is taken: the company, 0: nothing --- */

static int64_t
company_of(const char *sql, int64_t id)
{
	int64_t	out = 0;

	OK(db_number(db, sql, DB_ARGS(db_int(id)), &out, &err));
	return out;
}

static void
change(const char *sql, int64_t id)
{
	OK(db_exec(db, sql, DB_ARGS(db_int(id)), NULL, &err));
}

/* Was one taken? */
static bool
took(int rc)
{
	if (rc == -1)
		fail_msg("%s", err.text);
	return rc == 1;
}

static int64_t
take_letter(enum outbox_channel channel)
{
	struct outbox	m;

	return !took(outbox_take(db, channel, &m, &err)) ? 0 : company_of(
	    "SELECT company_id FROM outbox WHERE id = ?", m.id);
}

static int64_t
take_email(void)
{
	return take_letter(OUTBOX_EMAIL);
}

static int64_t
take_message(void)
{
	return take_letter(OUTBOX_TELEGRAM);
}

static int64_t
take_file(void)
{
	struct inbox_fetch	f;

	return took(inbox_fetch_take(db, &f, &err)) ? f.company_id : 0;
}

static int64_t
take_cv(void)
{
	struct inbox_unread	u;

	if (!took(inbox_read_find(db, &u, &err)))
		return 0;
	change("UPDATE inbox_item SET unread = FALSE WHERE id = ?", u.id);
	return u.company_id;
}

static int64_t
take_update(void)
{
	own_telegram_update struct telegram_update	u = { .body = NULL };

	return !took(telegram_update_take(db, &u, &err)) ? 0 : company_of(
	    "SELECT company_id FROM telegram_bot WHERE id = ?", u.bot_id);
}

static int64_t
take_transfer(void)
{
	int64_t	id;

	OK(origin_due(db, &id, &err));
	change("UPDATE transfer SET look_at = NULL WHERE id = ?", id);
	return company_of("SELECT company_id FROM transfer WHERE id = ?", id);
}

static int64_t
take_mark(void)
{
	own_transfer_mark struct transfer_mark	m = { 0 };
	int64_t					id;

	if (transfer_mark_due(db, &id, &err) == -1) {
		err = (struct err){ 0 };
		return 0;
	}
	assert_true(took(transfer_mark_claim(db, id, &m, &err)));
	return m.company_id;
}

static int64_t
take_erasure(void)
{
	own_erasure_work struct erasure_work	w = { 0 };

	if (!took(candidate_erasure_take(db, &w, &err)))
		return 0;
	change("UPDATE candidate_erasure SET state = 'done' WHERE id = ?",
	    w.id);
	return w.by.company_id;
}

/* A part of those that a query lists for the company. */
struct part {
	const char	*drop;
	int64_t		 company;
};

static int
take_part(struct db *unused, int64_t id, void *arg, struct err *e)
{
	struct part	*p = arg;
	int64_t		 n = 0;

	(void)unused;
	if (db_exec(db, p->drop, DB_ARGS(db_int(id)), &n, e) == -1)
		return -1;
	p->company = n > 0 ? id : 0;
	return n > 0;
}

static int64_t
take_of(const struct rota *rota, const char *drop)
{
	struct part	p = { .drop = drop };

	return took(rota_take(db, rota, take_part, &p, &err)) ? p.company : 0;
}

static int64_t
take_contact(void)
{
	return take_of(&contact_entry_rota, "DELETE FROM contact_change "
	    "WHERE company_id = ? ORDER BY id LIMIT 1");
}

static int64_t
take_reminder(void)
{
	return take_of(&reminder_rota, "UPDATE reminder SET sent_at = NOW(3) "
	    "WHERE company_id = ? AND sent_at IS NULL ORDER BY at LIMIT 1");
}

static int64_t
take_event(void)
{
	return take_of(&live_post_rota, "DELETE FROM live_post "
	    "WHERE company_id = ? ORDER BY id LIMIT 1");
}

static int64_t
take_answer(void)
{
	return take_of(&reply_rota, "DELETE FROM auto_reply_queue "
	    "WHERE company_id = ? ORDER BY task LIMIT 1");
}

static int64_t
take_undo(void)
{
	struct import_undo_item	item;
	bool			got;

	OK(import_undo_claim(db, "lease", 60, &item, &got, &err));
	return !got ? 0 : company_of("SELECT company_id FROM import_job "
	    "WHERE id = ?", item.undo.job_id);
}

static int64_t
take_item(void)
{
	own_import_job struct import_job	job = { 0 };
	int64_t					ids[4];
	int					n;

	OK(import_queue_due(db, ids, nitems(ids), &n, &err));
	if (n == 0)
		return 0;
	OK(import_job_get(db, ids[0], &job, &err));
	change("UPDATE import_item SET state = 'done' WHERE job_id = ? AND "
	    "state = 'ready' ORDER BY id LIMIT 1", job.id);
	OK(import_queue_served(db, &job, &err));
	return job.company_id;
}

static int64_t
take_sync(void)
{
	struct sync_run	run;

	return took(sync_run_claim(db, 0, SYNC_OF_LISTS, &run, &err)) ?
	    run.company_id : 0;
}

static int64_t
take_delivery(void)
{
	own_rows struct db_rows	*rows = NULL;

	OK(delivery_webhooks(db, &rows, &err));
	if (!db_rows_next(rows))
		return 0;
	change("UPDATE inbound_event SET state = 'done' WHERE webhook_id = ? "
	    "AND state = 'ready' ORDER BY id LIMIT 1", db_col_int(rows, 0));
	OK(delivery_served(db, db_col_int(rows, 1), db_col_int(rows, 0),
	    &err));
	return db_col_int(rows, 1);
}

/* --- the queues: parent, if any, is made first; marks: company, user, parent, how many --- */

#define MARKS	"WITH v AS (SELECT ? c, ? u, ? p, ? n) "
#define FROM	" FROM v JOIN seq_1_to_2000 s ON s.seq <= v.n"
#define AGO	"NOW(3) - INTERVAL 60000 - s.seq SECOND"

static const struct queue {
	const char	*name;
	int64_t		(*take)(void);
	const char	*parent;	/* NULL: none */
	const char	*fill, *more;	/* more: NULL: nothing */
} queues[] = {
	{ "e-mails", take_email, NULL, "INSERT INTO outbox (company_id, "
	    "user_id, channel, kind, due_at) " MARKS "SELECT c, u, 'email', "
	    "'notice', " AGO FROM, NULL },
	{ "messages", take_message, NULL, "INSERT INTO outbox (company_id, "
	    "user_id, channel, kind, due_at) " MARKS "SELECT c, u, 'telegram', "
	    "'notice', " AGO FROM, NULL },
	{ "files", take_file, NULL, "INSERT INTO inbox_item (company_id, by_id, "
	    "kind, name, arrival, due_at, unique_id) " MARKS "SELECT c, u, "
	    "'file', 'cv.pdf', 'waiting', " AGO ", s.seq" FROM, NULL },
	{ "CVs", take_cv, NULL, "INSERT INTO document (company_id, user_id, "
	    "name, size) " MARKS "SELECT c, u, 'cv.pdf', 1" FROM,
	    "INSERT INTO inbox_item (company_id, kind, name, document_id, "
	    "unread) " MARKS "SELECT c, 'file', 'cv.pdf', d.id, TRUE FROM v "
	    "JOIN document d ON d.company_id = v.c LIMIT 2000" },
	{ "updates", take_update, "INSERT INTO telegram_bot (company_id, "
	    "user_id, telegram_id, cipher, key_id, token_hash, key_hash, "
	    "secret_hash) VALUES (?, ?, LAST_INSERT_ID() + 77000000, '', '', "
	    "'', UUID(), '')", "INSERT INTO telegram_update (bot_id, update_id, "
	    "chat_id, body, run_after) " MARKS "SELECT p, s.seq, s.seq, '{}', "
	    AGO FROM, NULL },
	{ "transfers", take_transfer, NULL, "INSERT INTO transfer (company_id, "
	    "user_id, connection_id, account_id, task_id, look_at) " MARKS
	    "SELECT c, u, 1, 1, s.seq, " AGO FROM, NULL },
	{ "marks", take_mark, NULL, "INSERT INTO transfer (company_id, "
	    "user_id, connection_id, account_id, task_id, state, applicant_id) "
	    MARKS "SELECT c, u, 1, 1, s.seq, 'done', s.seq" FROM,
	    "INSERT INTO transfer_mark (company_id, transfer_id, applicant_id, "
	    "user_id, kind, due_at) " MARKS "SELECT c, x.id, x.applicant_id, u, "
	    "'comment', NOW(3) - INTERVAL 1 HOUR FROM v JOIN transfer x ON "
	    "x.company_id = v.c LIMIT 2000" },
	{ "erasures", take_erasure, NULL, "INSERT INTO candidate_erasure "
	    "(company_id, candidate_id, via, words, persons, total, due_at) "
	    MARKS "SELECT c, c * 10000 + s.seq, 'page', '{}', '[]', 1, " AGO
	    FROM, NULL },
	{ "contacts", take_contact, NULL, "INSERT INTO contact_change "
	    "(company_id, kind, value) " MARKS "SELECT c, 'e', s.seq" FROM,
	    NULL },
	{ "reminders", take_reminder, NULL, "INSERT INTO reminder (company_id, "
	    "subject, subject_id, user_id, slot, at) " MARKS "SELECT c, "
	    "'task', c * 10000 + s.seq, u, 1, " AGO FROM, NULL },
	{ "events", take_event, NULL, "INSERT INTO live_post (company_id, "
	    "people, type, data) " MARKS "SELECT c, '[]', 'task', '{}'" FROM,
	    NULL },
	{ "answers", take_answer, "INSERT INTO connection (company_id, "
	    "owner_id, provider) VALUES (?, ?, 'clickup')", "INSERT INTO "
	    "clickup_task (connection_id, user_id, list_id, task_id, name, "
	    "description, date_created, date_updated, content_hash) " MARKS
	    "SELECT p, u, '1', s.seq, 'x', '', NOW(3), NOW(3), ''" FROM, "INSERT INTO "
	    "auto_reply_queue (task, company_id) " MARKS "SELECT t.id, c "
	    "FROM v JOIN clickup_task t ON t.connection_id = v.p LIMIT 2000" },
	{ "undos", take_undo, "INSERT INTO import_job (company_id, user_id, "
	    "clickup_id, huntflow_id, account_id, scope, request, status) "
	    "VALUES (?, ?, 1, 1, 1, 'all', '{}', 'completed')", "INSERT INTO "
	    "import_undo (job_id, run, mode) " MARKS "SELECT p, 1, 'remove' "
	    "FROM v", "INSERT INTO import_undo_item (job_id, item_id, "
	    "transfer_id, applicant_id) " MARKS "SELECT p, s.seq, s.seq, s.seq"
	    FROM },
	{ "imports", take_item, "INSERT INTO import_job (company_id, user_id, "
	    "clickup_id, huntflow_id, account_id, scope, request, status) "
	    "VALUES (?, ?, 1, 1, 1, 'all', '{}', 'running')", "INSERT INTO "
	    "import_item (job_id, task_id) " MARKS "SELECT p, s.seq" FROM,
	    NULL },
	{ "syncs", take_sync, NULL, "INSERT INTO sync_run (company_id, user_id, "
	    "connection_id, stream, created_at) " MARKS "SELECT c, u, s.seq, "
	    "'list:1', " AGO FROM, NULL },
	{ "deliveries", take_delivery, "INSERT INTO webhook (company_id, "
	    "user_id, connection_id, provider, key_hash) "
	    "SELECT c.company_id, c.owner_id, c.id, 'clickup', UUID() "
	    "FROM connection c WHERE c.company_id = ? AND c.owner_id = ?",
	    "INSERT INTO inbound_event (provider, delivery, webhook_id, "
	    "object_id, body, run_after) " MARKS "SELECT 'clickup', "
	    "CONCAT(p, '-', s.seq), p, s.seq, '', " AGO FROM, NULL },
};

static void
add(const struct queue *q, struct side *s, int64_t n)
{
	const char	*parent = q->parent, *fill = q->fill, *more = q->more;

	if (parent != NULL) {
		OK(db_exec(db, parent, DB_ARGS(db_int(s->company),
		    db_int(s->user)), NULL, &err));
		s->parent = db_last_id(db);
	}
	OK(db_exec(db, fill, DB_ARGS(db_int(s->company), db_int(s->user),
	    db_int(s->parent), db_int(n)), NULL, &err));
	if (more != NULL)
		OK(db_exec(db, more, DB_ARGS(db_int(s->company),
		    db_int(s->user), db_int(s->parent), db_int(n)), NULL,
		    &err));
}

static void
empty(void)
{
	for (size_t i = 0; i < nitems(tables); i++) {
		own_str char	*sql = mem_fmt("DELETE FROM %s", tables[i]);

		OK(db_exec(db, sql, DB_NONE, NULL, &err));
	}
}

/* Where a queue hangs on a connection, both have one. */
static void
connect_side(const struct side *s)
{
	OK(db_exec(db, "INSERT INTO connection (company_id, owner_id, "
	    "provider) VALUES (?, ?, 'huntflow')", DB_ARGS(
	    db_int(s->company), db_int(s->user)), NULL, &err));
}

static void
ten_are_served_beside_thousands(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(queues); i++) {
		int	turns = 0, served = 0;

		empty();
		connect_side(&many);
		connect_side(&few);
		add(&queues[i], &many, MANY);
		add(&queues[i], &few, FEW);
		while (served < FEW && turns <= 2 * FEW + 2) {
			const int64_t	company = queues[i].take();

			turns++;
			served += company == few.company;
			if (company != few.company &&
			    company != many.company)
				fail_msg("%s: turn %d: %s", queues[i].name,
				    turns, err.text);
		}
		if (served < FEW)
			fail_msg("%s: %d of %d in %d turns", queues[i].name,
			    served, FEW, turns);
	}
	empty();
}

static const struct queue *
queue_of(const char *name)
{
	const struct queue	*q = queues;

	while (strcmp(q->name, name) != 0)
		q++;
	return q;
}

static const struct {
	const char			*queue;		/* whose rows are read */
	const struct contact_reading	*reading;
	const char			*left;
} texts[] = {
	{ "answers", &clickup_contacts, "SELECT COUNT(*) FROM clickup_task t "
	    "JOIN user u ON u.id = t.user_id WHERE t.contact_due = 1 AND "
	    "u.company_id = ?" },
	{ "transfers", &origin_contacts, "SELECT COUNT(*) FROM transfer "
	    "WHERE contact_due = 1 AND company_id = ?" },
};

/* They go by parts: those of the few in one of the first two. */
static void
texts_are_read_in_turn(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(texts); i++) {
		const struct queue	*q = queue_of(texts[i].queue);
		size_t			 n;

		empty();
		add(q, &many, MANY);
		add(q, &few, FEW);
		for (int turn = 0; turn < 2; turn++)
			OK(contact_read_due(db, texts[i].reading, &n, &err));
		assert_int_equal(company_of(texts[i].left, few.company), 0);
		assert_true(company_of(texts[i].left, many.company) > 0);
	}
	empty();
}

#define READS	"SELECT SUM(VARIABLE_VALUE) FROM "				\
	"information_schema.SESSION_STATUS WHERE VARIABLE_NAME LIKE "		\
	"'Handler_read%'"

/* Each part of those that go out reads its own rows: what is left is not gone through for it. */
static void
notices_are_read_once(void **state)
{
	const struct side *const	sides[] = { &many, &few };
	int64_t				before, after, left;

	(void)state;
	empty();
	for (size_t i = 0; i < nitems(sides); i++)
		OK(db_exec(db, "INSERT INTO notice (company_id, user_id, kind) "
		    MARKS "SELECT c, u, 'overdue'" FROM, DB_ARGS(
		    db_int(sides[i]->company), db_int(sides[i]->user),
		    db_int(0), db_int(i == 0 ? MANY : FEW)), NULL, &err));
	OK(db_number(db, READS, DB_NONE, &before, &err));
	OK(notice_send_run(db, conf, &err));
	OK(db_number(db, READS, DB_NONE, &after, &err));
	OK(db_number(db, "SELECT COUNT(*) FROM notice WHERE state = 'new'",
	    DB_NONE, &left, &err));
	assert_int_equal(left, 0);
	assert_in_range(after - before, 1, 200 * MANY);
	empty();
}

/* Who comes back after a pause has no turns saved up, and one who waits alone costs no row. */
static void
turns_are_not_saved_up(void **state)
{
	int64_t	n;
	int	mine = 0;

	(void)state;
	empty();
	add(&queues[0], &many, MANY);
	for (int i = 0; i < 50; i++)
		assert_int_equal(take_email(), many.company);
	OK(db_number(db, "SELECT COUNT(*) FROM queue_turn", DB_NONE, &n,
	    &err));
	assert_int_equal(n, 0);
	add(&queues[0], &few, MANY);
	for (int i = 0; i < 20; i++)
		mine += take_email() == few.company;
	assert_int_equal(mine, 10);
	empty();
}

static int
open_sides(void **state)
{
	struct side *const	sides[] = { &many, &few };

	if (group_open(state) == -1)
		return -1;
	for (size_t i = 0; i < nitems(sides); i++)
		OK(group_company(&sides[i]->company, &sides[i]->user, &err));
	return 0;
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(ten_are_served_beside_thousands),
		cmocka_unit_test(texts_are_read_in_turn),
		cmocka_unit_test(notices_are_read_once),
		cmocka_unit_test(turns_are_not_saved_up),
	};

	return cmocka_run_group_tests(tests, open_sides, group_close);
}
