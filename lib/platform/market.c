#include "platform/market.h"

#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "platform/integration.h"
#include "platform/integration_log.h"
#include "platform/link.h"
#include "platform/run.h"
#include "platform/salary.h"
#include "platform/wish.h"

#define DEADLINE_MS	25000

enum { VACANCIES, RESUMES, KINDS };

struct market_board;

/* One question to a board. */
struct market_part {
	struct market_board	*of;
	bool			 resumes;
};

struct market_board {
	const struct platform	*platform;
	struct integration	 in;
	struct market_part	 part[KINDS];
	int64_t			 asked_ms, seen[KINDS];
	int			 asked, failed;
	struct err		 why;
};

struct market {
	const struct caller	*who;
	const struct wish	*wish;
	struct market_board	*board;
	size_t			 n;
	struct platform_run	*run;
	struct salaries		 salaries;
};

static void
market_clear(struct market *m)
{
	platform_run_close_p(&m->run);
	for (size_t i = 0; i < m->n; i++)
		integration_clear(&m->board[i].in);
	free(m->board);
	salaries_clear(&m->salaries);
}

/* Two accounts of one board would show the same vacancies twice. */
static bool
has_board(const struct market *m, const struct platform *platform)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->board[i].platform == platform)
			return true;
	return false;
}

static int
find_boards(struct market *m, const struct platform *const *boards,
    struct err *err)
{
	own_integration struct integration	 in = { 0 };
	own_rows struct db_rows			*rows = NULL;

	if (integration_list(m->who->db, m->who->company_id, NULL, &rows,
	    err) == -1)
		return -1;
	while (integration_next(rows, &in)) {
		const struct platform	*platform = platform_by_name(boards,
					    in.con.provider);
		struct market_board	*board;

		if (platform == NULL || !integration_usable(&in) ||
		    (platform->does & PLATFORM_SALARY) == 0 ||
		    has_board(m, platform))
			continue;
		m->board = mem_grow(m->board, m->n + 1, sizeof(*m->board));
		board = &m->board[m->n++];
		memset(board, 0, sizeof(*board));
		board->platform = platform;
		board->in = give(in);
	}
	return m->n > 0 ? 0 : err_code(err, ERR_CONFLICT,
	    "platform.none_connected", "no usable integration");
}

static void
fail(struct market_board *board, const struct err *why)
{
	board->failed++;
	board->why = *why;
}

static void
ask(struct market *m, struct market_board *board, bool resumes)
{
	const struct caller	*who = m->who;
	const struct platform_talk *talk = resumes ? board->platform->search :
				    board->platform->vacancies;
	const struct platform_ask question = { .wish = m->wish,
	    .account = board->in.account,
	    .base_url = platform_address(board->platform, who->conf),
	    .now_ms = clock_ms() };
	struct market_part	*part = &board->part[resumes];
	struct platform_link	*link;
	struct err		 why = { 0 };

	if (talk == NULL)
		return;
	*part = (struct market_part){ board, resumes };
	board->asked++;
	board->asked_ms = clock_mono_ms();
	if (platform_link_open(who->db, who->conf, board->platform,
	    &board->in, who->user_id, NULL, &link, &why) == -1)
		fail(board, &why);
	else
		platform_run_add(m->run, link, talk, &question, part);
}

static void
take_all(struct market *m)
{
	struct platform_done	*done;

	while ((done = platform_run_next(m->run)) != NULL) {
		const struct market_part	*part = done->arg;

		salaries_add(&m->salaries, done->got.found, part->resumes);
		part->of->seen[part->resumes] = (int64_t)json_array_size(
		    done->got.found);
		if (done->rc == -1)
			fail(part->of, &done->err);
	}
}

/* What was asked wrongly says nothing of the integration, nor that one of two was refused. */
static void
settle(const struct market *m, const struct market_board *board)
{
	const bool	 bad = board->failed == board->asked;
	own_json json_t	*details = json_pack("{s:s, s:o, s:I, s:I}", "of",
			    "salaries", "wish", wish_json(m->wish, false),
			    "vacancies", (json_int_t)board->seen[VACANCIES],
			    "resumes", (json_int_t)board->seen[RESUMES]);
	struct err	 err = { 0 };

	if ((!bad || board->why.kind != ERR_INPUT) && integration_settle(
	    m->who->db, board->in.con.id, clock_mono_ms() - board->asked_ms,
	    bad ? &board->why : NULL, &err) == -1)
		log_err(LOG_WARN, "integration: settle", &err);
	if (board->failed > 0 && !bad)
		integration_log_partial(m->who->db, &board->in, "search",
		    m->who->user_id, details, &board->why);
	else
		integration_log_add(m->who->db, &board->in, "search",
		    m->who->user_id, details, bad ? &board->why : NULL);
}

static json_t *
platforms_json(const struct market *m, const char *lang)
{
	json_t	*list = json_array();

	for (size_t i = 0; i < m->n; i++) {
		const struct market_board	*b = &m->board[i];

		json_array_append_new(list, json_pack("{s:s, s:I, s:I, s:o}",
		    "platform", b->platform->name, "vacancies",
		    (json_int_t)b->seen[VACANCIES], "resumes",
		    (json_int_t)b->seen[RESUMES], "error", b->failed > 0 ?
		    platform_error_json(&b->why, lang) : json_null()));
	}
	return list;
}

static int
judge(const struct market *m, struct err *err)
{
	own_buf struct buf	names = { 0 };

	for (size_t i = 0; i < m->n; i++) {
		if (m->board[i].failed < m->board[i].asked)
			return 0;
		buf_fmt(&names, "%s%s", names.len > 0 ? ", " : "",
		    m->board[i].platform->title);
	}
	return err_code(err, ERR_REMOTE, "platform.all_failed", "%s",
	    buf_str(&names));
}

int
market_ask(const struct caller *who, const struct platform *const *boards,
    const struct wish *wish, const char *lang, json_t **out, json_t **why,
    struct err *err)
{
	cleanup(market_clear) struct market	m = { .who = who,
	    .wish = wish };

	if (find_boards(&m, boards, err) == -1 || (m.run = platform_run_open(
	    who->db, who->conf, DEADLINE_MS, err)) == NULL)
		return -1;
	for (size_t i = 0; i < m.n; i++) {
		ask(&m, &m.board[i], false);
		ask(&m, &m.board[i], true);
	}
	take_all(&m);
	for (size_t i = 0; i < m.n; i++)
		settle(&m, &m.board[i]);
	if (judge(&m, err) == -1) {
		*why = json_pack("{s:o}", "platforms", platforms_json(&m,
		    lang));
		return -1;
	}
	*out = salaries_json(&m.salaries);
	json_object_set_new(*out, "platforms", platforms_json(&m, lang));
	return 0;
}
