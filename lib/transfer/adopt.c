#include <stdbool.h>
#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "huntflow/api_applicant.h"
#include "io/field.h"
#include "transfer/int.h"

#define GRACE_S		30	/* a lost POST may still arrive so long */
#define LOOK_PAGES	10	/* of the newest applicants */
#define LOOK_READS	40	/* résumés that are opened on the search */

static bool
same_text(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
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

/* Does one of the applicant's résumés hold the marker? reads: what is left to open. */
static int
bears_marker(struct transfer_work *w, const struct huntflow_applicant *one,
    int *reads, bool *yes, struct err *err)
{
	*yes = false;
	for (size_t i = 0; i < one->nexternals && *reads > 0 && !*yes; i++) {
		own_str char	*text = NULL;

		(*reads)--;
		if (huntflow_applicant_text(w->api, w->ctx->account_id,
		    one->id, one->externals[i], &text, err) == 0)
			*yes = strstr(text, w->row.marker) != NULL;
		else if (is_hard(err))
			return -1;
	}
	return 0;
}

static int
look_by_search(struct transfer_work *w, int *reads, int64_t *found,
    struct err *err)
{
	own_huntflow_applicants struct huntflow_applicants	list = { 0 };
	bool							yes = false;

	if (huntflow_applicant_find(w->api, w->ctx->account_id,
	    w->row.marker, 1, &list, err) == -1)
		return -1;
	for (size_t i = 0; i < list.n && !yes && *reads > 0; i++) {
		own_huntflow_applicant struct huntflow_applicant one = { 0 };

		if (huntflow_applicant_fetch(w->api, w->ctx->account_id,
		    list.v[i].id, &one, err) == -1) {
			if (is_hard(err))
				return -1;
			continue;
		}
		if (bears_marker(w, &one, reads, &yes, err) == -1)
			return -1;
		if (yes)
			*found = one.id;
	}
	return 0;
}

/* The search may lag behind: the newest ones of that name are opened. */
static int
look_among_new(struct transfer_work *w, int *reads, int64_t *found,
    struct err *err)
{
	const char	*first = field_str(w->row.fields, "first_name");
	const char	*last = field_str(w->row.fields, "last_name");
	bool		 yes = false;

	for (int page = 1; page <= LOOK_PAGES && *reads > 0; page++) {
		own_huntflow_applicants struct huntflow_applicants list = { 0 };

		if (huntflow_applicant_newest(w->api, w->ctx->account_id, page,
		    &list, err) == -1)
			return -1;
		for (size_t i = 0; i < list.n; i++) {
			if (!same_text(list.v[i].first_name, first) ||
			    !same_text(list.v[i].last_name, last))
				continue;
			if (bears_marker(w, &list.v[i], reads, &yes,
			    err) == -1)
				return -1;
			if (yes) {
				*found = list.v[i].id;
				return 0;
			}
		}
		if (list.n == 0)
			break;
	}
	return 0;
}

int64_t
transfer_grace_ms(const struct transfer_work *w)
{
	return conf_int(w->ctx->conf, "IMPORT_ADOPT_GRACE_S", GRACE_S) * 1000;
}

int
transfer_adopt(struct transfer_work *w, struct err *err)
{
	const int64_t	 wait = w->row.intent_at + transfer_grace_ms(w) -
	    clock_ms();
	int64_t		 found = 0;
	int		 reads = LOOK_READS;

	if (look_by_search(w, &reads, &found, err) == -1 ||
	    (found == 0 && look_among_new(w, &reads, &found, err) == -1))
		return -1;
	if (found == 0 && wait > 0) {
		err->retry_after_s = (int)((wait + 999) / 1000);
		return err_code(err, ERR_BUSY, "transfer.wait",
		    "an answer was lost; looking again in %d s",
		    err->retry_after_s);
	}
	if (found == 0) {
		w->row.state = ORIGIN_NEW;
		return 0;
	}
	w->row.applicant_id = found;
	w->row.state = ORIGIN_CREATED;
	return transfer_work_save(w, err);
}
