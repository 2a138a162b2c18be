#include <stdbool.h>
#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "huntflow/api_applicant.h"
#include "huntflow/duplicate.h"
#include "io/field.h"
#include "transfer/int.h"
#include "transfer/pause.h"

#define BEFORE_MS	(10 * 60 * 1000)	/* clocks may differ so much */
#define AFTER_MS	(60 * 60 * 1000)	/* a lost request may be carried out so late */
#define PAGES_MAX	80		/* of the list, that are read at one look */
#define READS_MAX	60		/* résumés that are opened at one look */
#define LIKELY_MAX	5
#define MARKED_MAX	8

/* One look: what was found, and what may still be spent. */
struct look {
	struct transfer_work	*w;
	int64_t			 marked[MARKED_MAX];	/* ids that bear our marker */
	size_t			 n;
	json_t			*likely;	/* ids: made then, and like ours, without it */
	bool			 all;		/* one is not enough */
	int			 reads, pages;
};

static bool
is_over(const struct look *l)
{
	return l->reads <= 0 || l->n == MARKED_MAX || (l->n > 0 && !l->all);
}

/* A list may name what was deleted since: that is passed over. true: it is another failure. */
static bool
is_hard(struct err *err)
{
	if (err->kind != ERR_ABSENT)
		return true;
	*err = (struct err){ 0 };
	return false;
}

/* --- one applicant --- */

static bool
is_known(const struct look *l, int64_t id)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->marked[i] == id)
			return true;
	return false;
}

/* Does one of the applicant's résumés hold the marker? Then it is kept. */
static int
open_resumes(struct look *l, const struct huntflow_applicant *one,
    bool *marked, struct err *err)
{
	struct transfer_work	*w = l->w;

	*marked = false;
	for (size_t i = 0; i < one->nexternals && l->reads > 0 && !*marked;
	    i++) {
		own_str char	*text = NULL;

		l->reads--;
		if (huntflow_applicant_text(w->api, w->ctx->account_id,
		    one->id, one->externals[i], &text, err) == 0)
			*marked = strstr(text, w->row.marker) != NULL;
		else if (is_hard(err))
			return -1;
	}
	if (*marked && !is_known(l, one->id) && l->n < MARKED_MAX)
		l->marked[l->n++] = one->id;
	return 0;
}

/* Names, e-mail or phone as they were sent. */
static bool
is_like_ours(const struct look *l, const struct huntflow_applicant *one)
{
	own_json json_t	*them = json_pack("{s:s?, s:s?, s:s?, s:s?}",
			    "first_name", one->first_name, "last_name",
			    one->last_name, "email", one->email, "phone",
			    one->phone);
	own_json json_t	*same = duplicate_matched(l->w->row.fields, them,
			    NULL);

	return json_array_size(same) > 0;
}

/* --- by what the search finds --- */

static int
look_by_search(struct look *l, const char *q, struct err *err)
{
	own_huntflow_applicants struct huntflow_applicants	list = { 0 };
	struct transfer_work					*w = l->w;

	if (q == NULL || *q == '\0')
		return 0;
	if (huntflow_applicant_find(w->api, w->ctx->account_id, q, 1, &list,
	    err) == -1)
		return -1;
	for (size_t i = 0; i < list.n && !is_over(l); i++) {
		own_huntflow_applicant struct huntflow_applicant one = { 0 };
		bool	 marked;

		if (is_known(l, list.v[i].id))
			continue;
		if (huntflow_applicant_fetch(w->api, w->ctx->account_id,
		    list.v[i].id, &one, err) == -1) {
			if (is_hard(err))
				return -1;
			continue;
		}
		if (open_resumes(l, &one, &marked, err) == -1)
			return -1;
	}
	return 0;
}

/* --- by the order of creation, which no search index delays --- */

static int
read_page(struct look *l, int page, struct huntflow_applicants *out,
    struct err *err)
{
	huntflow_applicants_clear(out);
	l->pages--;
	return huntflow_applicant_newest(l->w->api, l->w->ctx->account_id,
	    page, out, err);
}

/* Are all on this page younger than that? An empty page lies behind the oldest. */
static bool
is_younger(const struct huntflow_applicants *list, int64_t at)
{
	return list->n > 0 && list->v[list->n - 1].created > at;
}

/* The first page that is not younger: steps that double, then halves. */
static int
find_page(struct look *l, int64_t at, int *out,
    struct huntflow_applicants *list, struct err *err)
{
	int	 low = 0, high = 1;	/* low: younger for certain */

	if (read_page(l, high, list, err) == -1)
		return -1;
	while (is_younger(list, at) && l->pages > 0) {
		low = high;
		high *= 2;
		if (read_page(l, high, list, err) == -1)
			return -1;
	}
	while (high - low > 1 && l->pages > 0) {
		const int	 middle = low + (high - low) / 2;

		if (read_page(l, middle, list, err) == -1)
			return -1;
		if (is_younger(list, at))
			low = middle;
		else
			high = middle;
	}
	*out = high;
	return read_page(l, high, list, err);
}

static int
look_on_page(struct look *l, const struct huntflow_applicants *list,
    int64_t from, int64_t to, struct err *err)
{
	for (size_t i = 0; i < list->n && !is_over(l); i++) {
		const struct huntflow_applicant	*one = &list->v[i];
		bool				 marked;

		if (one->created != 0 && (one->created < from ||
		    one->created > to))
			continue;
		if (is_known(l, one->id) || !is_like_ours(l, one))
			continue;
		if (open_resumes(l, one, &marked, err) == -1)
			return -1;
		if (!marked && json_array_size(l->likely) < LIKELY_MAX)
			json_array_append_new(l->likely,
			    json_integer(one->id));
	}
	return 0;
}

static int
look_by_order(struct look *l, struct err *err)
{
	own_huntflow_applicants struct huntflow_applicants	list = { 0 };
	const int64_t	 from = l->w->row.intent_at - BEFORE_MS,
			 to = l->w->row.intent_at + AFTER_MS;
	int		 page;

	if (l->w->row.intent_at == 0 || find_page(l, to, &page, &list,
	    err) == -1)
		return l->w->row.intent_at == 0 ? 0 : -1;
	while (list.n > 0 && !is_over(l)) {
		if (look_on_page(l, &list, from, to, err) == -1)
			return -1;
		if (list.v[list.n - 1].created < from || l->pages <= 0)
			break;
		if (read_page(l, ++page, &list, err) == -1)
			return -1;
	}
	return 0;
}

static int
look(struct look *l, struct err *err)
{
	const json_t	*fields = l->w->row.fields;

	l->reads = READS_MAX;
	l->pages = PAGES_MAX;
	if (look_by_search(l, l->w->row.marker, err) == -1)
		return -1;
	if (!is_over(l) && look_by_order(l, err) == -1)
		return -1;
	if (!is_over(l) && look_by_search(l, field_str(fields, "email"),
	    err) == -1)
		return -1;
	return is_over(l) ? 0 : look_by_search(l, field_str(fields, "phone"),
	    err);
}

/* --- what comes of it --- */

static int
unsure(const struct transfer_work *w, struct err *err)
{
	const int64_t	 ms = w->row.look_in_ms;

	err->remote_status = 0;
	err->retry_after_s = ms < 0 ? 0 : (int)((ms + 999) / 1000);
	return err_code(err, ERR_BUSY, "transfer.unsure", "%s",
	    "an answer was lost: the applicant may be there");
}

int
transfer_look_later(struct transfer_work *w, struct err *err)
{
	struct err	 ignored = { 0 };

	log_err(LOG_WARN, w->ask->task_id, err);
	w->row.state = ORIGIN_UNSURE;
	w->row.lost++;
	w->row.looks = 0;
	w->row.look_in_ms = transfer_pause_look(w->ctx->conf, 0);
	if (transfer_work_save_surely(w, &ignored) == -1)
		log_err(LOG_WARN, "transfer: unsure", &ignored);
	return unsure(w, err);
}

int
transfer_look(struct transfer_work *w, struct err *err)
{
	own_json json_t	*likely = json_array();
	struct look	 l = { .w = w, .likely = likely };

	if (look(&l, err) == -1)
		return -1;
	if (l.n > 0) {
		w->row.applicant_id = l.marked[0];
		w->row.state = ORIGIN_CREATED;
		w->row.look_in_ms = ORIGIN_NO_LOOK;
		return transfer_work_save(w, err);
	}
	w->row.looks++;
	w->row.look_in_ms = transfer_pause_look(w->ctx->conf, w->row.looks);
	json_decref(w->row.likely);
	w->row.likely = give(likely);
	return transfer_work_save(w, err) == -1 ? -1 : unsure(w, err);
}

int
transfer_look_second(struct transfer_work *w, struct err *err)
{
	own_json json_t	*likely = json_array();
	struct look	 l = { .w = w, .likely = likely, .all = true };
	const int64_t	 ours = w->row.applicant_id;
	int64_t		 oldest = ours, youngest = ours;

	if (look(&l, err) == -1)
		return -1;
	for (size_t i = 0; i < l.n; i++) {
		if (l.marked[i] < oldest)
			oldest = l.marked[i];
		if (l.marked[i] > youngest)
			youngest = l.marked[i];
	}
	w->row.looks++;
	w->row.look_in_ms = transfer_pause_second(w->ctx->conf, w->row.looks);
	if (oldest == youngest)
		return transfer_work_save(w, err);
	log_line(LOG_WARN, "transfer: %s has two applicants, %lld and %lld",
	    w->row.task_id, (long long)oldest, (long long)youngest);
	w->row.second_id = youngest;
	if (oldest != ours) {	/* the one that stays gets what ours got */
		w->row.applicant_id = oldest;
		mem_free_str(&w->row.url);
		w->row.state = ORIGIN_CREATED;
		w->row.steps &= (2U << STEP_MAKE) - 1;
	}
	return transfer_work_save(w, err);
}
