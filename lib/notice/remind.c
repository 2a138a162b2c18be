#include "notice/remind.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/rota.h"
#include "notice/notice.h"
#include "notice/reminder.h"
#include "notice/source.h"

#define PART		500	/* told in one transaction */
#define LASTS_MS	50000
#define KEY_SIZE	101	/* of dedupe_key */
#define SUBJECT_SIZE	21

/* One that is due: what its thing says, and what is told. */
struct one {
	struct reminder_due	due;
	struct notice_fact	fact;
	char			subject[SUBJECT_SIZE], key[KEY_SIZE];
	bool			asked;
};

struct part {
	const struct notice_source	*sources;
	struct one			 v[PART];
	size_t				 n;
	int64_t				 company_id, now, said;
};

static void
part_clear(struct part *p)
{
	for (size_t i = 0; i < p->n; i++)
		notice_facts_clear(&p->v[i].fact, 1);
	p->n = 0;
	p->said = 0;
}

/* What everybody is told is known by its thing and its moment: its row goes when the thing is done,
 * and is another one when that is taken back. */
static void
put_key(char key[KEY_SIZE], const struct reminder_due *due)
{
	if (due->user_id != 0)
		snprintf(key, KEY_SIZE, "reminder:%" PRId64 ":%" PRId64,
		    due->id, due->at);
	else
		snprintf(key, KEY_SIZE, "reminder:%s:%" PRId64 ":%" PRId64
		    ":%" PRId64, due->subject, due->subject_id,
		    due->before_minutes, due->at);
}

static int
read_due(struct db *db, struct part *p, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct reminder_due	 due;

	if (db_now(db, &p->now, err) == -1 ||
	    reminder_due(db, p->company_id, PART, &rows, err) == -1)
		return -1;
	while (p->n < PART && reminder_due_next(rows, &due)) {
		struct one	*one = &p->v[p->n++];

		memset(one, 0, sizeof(*one));
		one->due = due;
		snprintf(one->subject, sizeof(one->subject), "%s",
		    due.subject);
		put_key(one->key, &due);
	}
	return 0;
}

/* All of one company and kind are asked together. */
static int
ask_alike(struct db *db, struct part *p, size_t first, struct err *err)
{
	const struct notice_source	*source = notice_source_of(p->sources,
					    p->v[first].subject);
	struct notice_ask		 asks[PART];
	struct notice_fact		 facts[PART];
	size_t				 at[PART], n = 0;
	int				 rc;

	for (size_t i = first; i < p->n; i++) {
		struct one	*one = &p->v[i];

		if (one->asked || strcmp(one->subject,
		    p->v[first].subject) != 0 || one->due.company_id !=
		    p->v[first].due.company_id)
			continue;
		one->asked = true;
		asks[n] = (struct notice_ask){ one->due.subject_id,
		    one->due.user_id };
		at[n++] = i;
	}
	if (source == NULL)
		return 0;
	memset(facts, 0, n * sizeof(facts[0]));
	rc = source->facts(db, p->v[first].due.company_id, asks, n, facts,
	    err);
	for (size_t i = 0; i < n; i++)
		p->v[at[i]].fact = facts[i];
	return rc;
}

/* Of those that were missed the last one is said. */
static bool
is_told(const struct part *p, const struct one *one)
{
	const struct reminder_due	*due = &one->due;
	const struct notice_fact	*fact = &one->fact;

	if (fact->user_id == 0 || !fact->open)
		return false;
	if (!due->counted)
		return true;
	return fact->due_at != 0 && (due->user_id != 0 ||
	    !reminder_is_overtaken(due, fact->due_at, p->now));
}

static struct notice_row
row_of(const struct one *one)
{
	const bool	own = one->due.user_id != 0;

	return (struct notice_row){ { .company_id = one->due.company_id,
	    .kind = own ? NOTICE_REMINDER : one->due.before_minutes < 0 ?
	    NOTICE_OVERDUE : NOTICE_DUE, .text = one->fact.title,
	    .moment = one->fact.due_at, .href = one->fact.href,
	    .subject = one->subject, .subject_id = one->due.subject_id,
	    .dedupe_key = one->key }, one->fact.user_id };
}

static int
tell(struct db *db, struct part *p, struct err *err)
{
	own_str char		*memory = mem_zero((p->n + 1) *
				    sizeof(struct notice_row));
	struct notice_row	*rows = (void *)memory;
	own_buf struct buf	 over = { 0 };
	size_t			 n = 0;

	emit_open(&over, NULL, '[');
	for (size_t i = 0; i < p->n; i++) {
		const bool	told = is_told(p, &p->v[i]);

		emit_open(&over, NULL, '{');
		emit_int(&over, "id", p->v[i].due.id);
		emit_int(&over, "told", told);
		emit_close(&over, '}');
		if (told)
			rows[n++] = row_of(&p->v[i]);
	}
	emit_close(&over, ']');
	p->said = (int64_t)n;
	if (notice_add_rows(db, rows, n, err) == -1)
		return -1;
	return reminder_said(db, buf_str(&over), (int64_t)p->n, err);
}

static int
part_work(struct db *db, void *arg, struct err *err)
{
	struct part	*p = arg;

	part_clear(p);
	if (read_due(db, p, err) == -1)
		return -1;
	for (size_t i = 0; i < p->n; i++)
		if (!p->v[i].asked && ask_alike(db, p, i, err) == -1)
			return -1;
	return p->n == 0 ? 0 : tell(db, p, err);
}

/* A part of one company's. */
static int
part_of(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	struct part	*p = arg;

	p->company_id = company_id;
	return db_tx_run(db, part_work, p, err) == -1 ? -1 : p->n > 0;
}

int
remind_run(struct db *db, const struct notice_source *sources, int64_t *said,
    struct err *err)
{
	const int64_t	 end = clock_mono_ms() + LASTS_MS;
	struct part	*p = mem_zero(sizeof(*p));
	int		 rc;

	p->sources = sources;
	*said = 0;
	do {
		if ((rc = rota_take(db, &reminder_rota, part_of, p, err)) == 1)
			*said += p->said;
		part_clear(p);
	} while (rc == 1 && clock_mono_ms() < end);
	free(p);
	return rc == -1 ? -1 : 0;
}
