#include "candidate/board_one.h"

#include <stdio.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "boards/boards.h"
#include "candidate/candidate.h"
#include "candidate/history.h"
#include "candidate/known.h"
#include "candidate/search_row.h"
#include "candidate/step.h"
#include "io/db.h"
#include "io/field.h"
#include "platform/integration.h"
#include "platform/link.h"
#include "platform/platform.h"
#include "platform/run.h"

#define DEADLINE_MS	30000
#define LOCK_S		35	/* longer than that */

struct one {
	struct integration	 in;
	const struct platform	*platform;
	int64_t			 candidate_id;
	char			*id;		/* there */
	json_t			*raw;
};

static void
one_clear(struct one *o)
{
	integration_clear(&o->in);
	mem_free_str(&o->id);
	json_decref(o->raw);
}

static int
find(const struct caller *who, int64_t source_id, struct one *o,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const char		*raw;

	if (db_query(who->db, "SELECT connection_id, external_id, raw_data, "
	    "candidate_id FROM candidate_source WHERE id = ? AND company_id = ?",
	    DB_ARGS(db_int(source_id), db_int(who->company_id)), &rows,
	    err) == -1 || db_one(rows, err) == -1 ||
	    integration_get(who->db, who->company_id, db_col_int(rows, 0),
	    &o->in, err) == -1)
		return -1;
	o->id = db_col_dup(rows, 1);
	o->candidate_id = db_col_int(rows, 3);
	raw = db_col_str(rows, 2);
	o->raw = raw != NULL ? json_loads(raw, 0, NULL) : NULL;
	o->platform = platform_by_name(boards, o->in.con.provider);
	return 0;
}

/* What the board knows it by. */
static int
choose(const struct one *o, enum board_one what,
    const struct platform_talk **talk, const char **id, struct err *err)
{
	const json_t	*negotiation = json_object_get(o->raw,
			    "negotiation");

	*talk = what == BOARD_CONTACT ? o->platform->contact :
	    o->platform->response;
	*id = what == BOARD_CONTACT ? o->id : field_str(negotiation, "id");
	return *talk != NULL && *id != NULL ? 0 : err_code(err, ERR_UNFIT,
	    "platform.no_such", "%s", o->platform->title);
}

static int
check_person(const struct caller *who, const struct one *o, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct candidate	 c;

	return candidate_get(who->db, who->company_id, o->candidate_id, &rows,
	    &c, err) == -1 ? -1 : candidate_may_contact(&c, err);
}

/* A dead key is the integration's; what one person's page says is not. */
static void
settle(const struct caller *who, const struct one *o, int64_t began_ms,
    const struct err *why)
{
	struct err	lost = { 0 };

	if ((why == NULL || why->kind == ERR_REMOTE_AUTH) &&
	    integration_settle(who->db, o->in.con.id, clock_mono_ms() -
	    began_ms, why, &lost) == -1)
		log_err(LOG_WARN, "integration: settle", &lost);
}

static int
take(const struct caller *who, const struct one *o,
    const struct platform_done *done, json_t **out, struct err *err)
{
	own_candidate_rows struct candidate_rows rows = { 0 };
	const struct candidate_viewer	viewer = { who->company_id,
		who->user_id };
	struct candidate_counts		n = { 0 };

	if (candidate_rows_add(who->db, &o->in, done->got.found, 0, &rows,
	    &n, err) == -1 ||
	    candidate_rows_end(who->db, &viewer, &rows, err) == -1)
		return -1;
	if (done->rc == -1) {
		*err = done->err;
		return -1;
	}
	*out = done->got.about != NULL ? json_incref(done->got.about) :
	    json_object();
	json_object_set_new(*out, "candidate", json_array_size(rows.list) > 0 ?
	    json_incref(json_array_get(rows.list, 0)) : json_null());
	return 0;
}

static int
add_history(const struct caller *who, const struct one *o, int64_t source_id,
    const char *action, const json_t *state, struct err *err)
{
	const struct candidate_by	by = { who->company_id, who->user_id,
		"page" };

	return candidate_history_add(who->db, &by, o->candidate_id, action,
	    json_pack("{s:I, s:s, s:o}", "source", (json_int_t)source_id,
	    "platform", o->platform->name, "state", state != NULL ?
	    json_incref((json_t *)state) : json_null()), err);
}

/* Opened by a click: a step of its report, once. One whose answer was lost is noted later. */
static int
note_opened(const struct caller *who, const struct one *o, int64_t source_id,
    const json_t *said, struct err *err)
{
	const struct candidate_by	by = { who->company_id, who->user_id,
		"page" };
	const int64_t			id = field_num(json_object_get(said,
					    "candidate"), "id", 0);
	bool				noted = false;

	if (id == 0 || !field_flag(said, "open"))
		return 0;
	if (candidate_history_of_source(who->db, o->candidate_id, "contact",
	    source_id, &noted, err) == -1)
		return -1;
	return noted ? 0 : add_history(who, o, source_id, "contact", NULL,
	    err) == -1 || candidate_step_add(who->db, &by, id, source_id,
	    CANDIDATE_STEP_CONTACT, err) == -1 ? -1 : 0;
}

/* What was done there by a click. */
static int
note_done(const struct caller *who, const struct one *o, int64_t source_id,
    enum board_one what, const json_t *said, struct err *err)
{
	return what == BOARD_CONTACT ? note_opened(who, o, source_id, said,
	    err) : add_history(who, o, source_id, "response", field_at(said,
	    "state", "name", NULL), err);
}

static int
ask_board(const struct caller *who, int64_t source_id, enum board_one what,
    const json_t *more, json_t **out, struct err *err)
{
	cleanup(one_clear) struct one		 o = { 0 };
	own_platform_run struct platform_run	*run = NULL;
	const int64_t		 began = clock_mono_ms();
	struct platform_ask	 ask = { .more = more };
	const struct platform_talk *talk;
	struct platform_link	*link;
	struct platform_done	*done;

	if (find(who, source_id, &o, err) == -1 ||
	    (more != NULL && check_person(who, &o, err) == -1) ||
	    choose(&o, what, &talk, &ask.id, err) == -1 ||
	    (run = platform_run_open(who->db, who->conf, DEADLINE_MS,
	    err)) == NULL || platform_link_open(who->db, who->conf,
	    o.platform, &o.in, who->user_id, NULL, &link, err) == -1)
		return -1;
	ask.account = o.in.account;
	ask.base_url = platform_address(o.platform, who->conf);
	ask.now_ms = clock_ms();
	platform_run_add(run, link, talk, &ask, NULL);
	done = platform_run_next(run);
	settle(who, &o, began, done->rc == -1 ? &done->err : NULL);
	if (take(who, &o, done, out, err) == -1)
		return -1;
	return more != NULL ? note_done(who, &o, source_id, what, *out, err) :
	    0;
}

/* Of two clicks at once the second finds what the first one did: nothing is paid for twice. */
int
board_one_ask(const struct caller *who, int64_t source_id,
    enum board_one what, const json_t *more, json_t **out, struct err *err)
{
	char	lock[48];
	int	rc;

	if (more == NULL)
		return ask_board(who, source_id, what, NULL, out, err);
	snprintf(lock, sizeof(lock), "board_one:%lld", (long long)source_id);
	if (db_lock(who->db, lock, LOCK_S, err) == -1)
		return -1;
	rc = ask_board(who, source_id, what, more, out, err);
	db_unlock(who->db, lock);
	return rc;
}

int
board_one_check_answer(const json_t *doc, struct err *err)
{
	static const char *const names[] = { "action", "message", "send_sms",
		"address_id", NULL };
	const char	*action, *message = NULL, *address = NULL;
	bool		 sms = false;

	return (field_only(doc, names, err) | field_line(doc, "action", 1, 60,
	    &action, err) | field_text_opt(doc, "message", 5000, &message,
	    err) | field_bool_opt(doc, "send_sms", &sms, err) |
	    field_line_opt(doc, "address_id", 60, &address, err)) != 0 ? -1 :
	    0;
}
