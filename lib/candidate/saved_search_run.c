#include "candidate/saved_search_run.h"

#include <stdio.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "boards/boards.h"
#include "candidate/known.h"
#include "candidate/ranking.h"
#include "candidate/saved_search.h"
#include "candidate/search_row.h"
#include "io/db.h"
#include "io/field.h"
#include "io/slot.h"
#include "live/post.h"
#include "platform/score.h"
#include "platform/search.h"
#include "platform/wish.h"

#define PAGE_PEOPLE	100
#define PAGES_MAX	5
#define DAY_MS		INT64_C(86400000)
#define DAYS_MAX	365

/* After the first run those who changed since the last one are enough. */
static json_t *
body_of(const struct saved_search *s)
{
	json_t		*body = json_loads(s->search, 0, NULL);
	const int64_t	 age = clock_ms() - s->last_run_at;

	json_object_set_new(body, "limit", json_integer(PAGE_PEOPLE));
	json_object_del(body, "only_new");
	if (s->last_run_at != 0 && age > 0 && age / DAY_MS < DAYS_MAX &&
	    !json_is_integer(json_object_get(body, "updated_within_days")))
		json_object_set_new(body, "updated_within_days",
		    json_integer(age / DAY_MS + 1));
	return body;
}

/* A page of all boards. Of one that fails what the others found is kept; *failed says why. */
static int
take_page(const struct caller *who, const json_t *body,
    struct candidate_rows *rows, char **cursor, struct err *failed,
    struct err *err)
{
	const struct candidate_viewer	 viewer = { who->company_id,
		who->user_id };
	own_search struct search	*s = NULL;
	struct search_part		*part;

	if (search_open(who, boards, body, &s, failed) == -1)
		return 0;
	while ((part = search_next(s)) != NULL) {
		struct candidate_counts	n = { 0 };

		if (candidate_rows_add(who->db, &part->in,
		    part->done->got.found, search_applied(part), rows, &n,
		    err) == -1)
			return -1;
		search_settle(s, part);
		if (part->done->rc == -1)
			*failed = part->done->err;
	}
	if (candidate_rows_end(who->db, &viewer, rows, err) == -1)
		return -1;
	*cursor = search_cursor(s);
	return 0;
}

static int
take_pages(const struct caller *who, const struct saved_search *s,
    const char *lease, struct candidate_rows *rows, struct err *failed,
    struct err *err)
{
	own_json json_t	*body = body_of(s);

	for (int page = 0; page < PAGES_MAX; page++) {
		own_str char	*cursor = NULL;

		if (take_page(who, body, rows, &cursor, failed, err) == -1 ||
		    saved_search_beat(who->db, s->id, lease, err) == -1)
			return -1;
		if (cursor == NULL || failed->kind != ERR_NONE)
			return 0;
		json_object_set_new(body, "cursor", json_string(cursor));
	}
	return 0;
}

/* The wish as it was saved, which people are scored by; weights that nobody set by hand are those
 * that the company's decisions taught. */
static int
read_scale(struct db *db, const struct saved_search *s, struct wish *wish,
    struct score_weights *weights, struct err *err)
{
	own_json json_t	*search = json_loads(s->search, 0, NULL);
	const char	*from;

	return wish_read(search, wish, err) == -1 ? -1 : ranking_choose(db,
	    s->company_id, s->id, search, weights, &from, err);
}

static int
carry_out(struct db *db, const struct conf *conf,
    const struct saved_search *s, const char *lease, struct err *err)
{
	const struct caller	who = { .db = db, .conf = conf,
	    .company_id = s->company_id, .user_id = s->user_id, .lang = "ru",
	    .zone = "UTC" };
	own_wish struct wish	wish = { 0 };
	struct score_weights	weights;
	own_candidate_rows struct candidate_rows rows = { .wish = &wish,
	    .weights = &weights };
	struct err		failed = { 0 };
	int64_t			fresh = 0;

	if (read_scale(db, s, &wish, &weights, err) == -1 ||
	    take_pages(&who, s, lease, &rows, &failed, err) == -1 ||
	    saved_search_finish(db, s, lease, rows.list, failed.kind !=
	    ERR_NONE ? &failed : NULL, &fresh, err) == -1)
		return -1;
	if (fresh > 0)
		live_post_wake(db, conf);
	return 0;
}

/* 1: one was carried out; 0: none waits. */
static int
run_one(struct db *db, const struct conf *conf, struct err *err)
{
	own_saved_search struct saved_search	s = { 0 };
	char					lease[LEASE_SIZE];
	int	rc = saved_search_claim(db, &s, lease, err);

	if (rc != 1)
		return rc;
	if (carry_out(db, conf, &s, lease, err) == 0)
		return 1;
	if (strcmp(err->code, "service.lease_lost") != 0)
		return -1;
	log_err(LOG_WARN, "saved search", err);		/* it is another's, or was changed */
	*err = (struct err){ 0 };
	return 1;
}

int
saved_search_run(struct db *db, const struct conf *conf, struct err *err)
{
	char	slot[SLOT_SIZE];
	int	rc = slot_take(db, "saved-search", conf_int(conf,
		    "SAVED_SEARCH_WORKERS", 2), slot, err);

	if (rc != 1)
		return rc;
	do
		rc = run_one(db, conf, err);
	while (rc == 1);
	db_unlock(db, slot);
	return rc;
}
