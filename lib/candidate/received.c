#include "candidate/received.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/cv.h"
#include "candidate/known.h"
#include "candidate/put.h"
#include "document/document.h"
#include "inbox/decide.h"
#include "inbox/item.h"
#include "io/db.h"

struct making {
	const struct inbox_who		*who;
	const struct candidate_by	*by;
	const struct candidate_cv	*cv;
	int64_t				 item_id;
	struct candidate_ids		 ids;
};

static int
work_make(struct db *db, void *arg, struct err *err)
{
	struct making		*m = arg;
	own_rows struct db_rows	*rows = NULL;
	struct candidate_cv	 cv = *m->cv;
	struct inbox_item	 it;

	if (inbox_item_get(db, m->who, m->item_id, &rows, &it, err) == -1)
		return -1;
	if (it.document_id == 0)
		return err_code(err, ERR_CONFLICT, "candidate.cv_unread",
		    "%s", "");
	cv.document_id = it.document_id;
	cv.profile_url = it.url[0] != '\0' ? it.url : NULL;
	if (it.candidate_id != 0)
		cv.found = NULL;	/* the first one made the candidate */
	return candidate_cv_make(db, m->who->conf, m->by, &cv, &m->ids,
	    err) == -1 ? -1 :
	    inbox_decide(db, m->who, it.id, INBOX_KEEP, err);
}

int
candidate_received_make(struct db *db, const struct inbox_who *who,
    const struct candidate_by *by, int64_t item_id,
    const struct candidate_cv *cv, struct candidate_ids *out, struct err *err)
{
	struct making	m = { .who = who, .by = by, .cv = cv,
		.item_id = item_id };

	if (db_tx_run_committed(db, work_make, &m, err) == -1)
		return -1;
	*out = m.ids;
	return 0;
}

int
candidate_received_emit(struct db *db, struct buf *out,
    const struct inbox_who *who, const struct inbox_item *it,
    const char *lang, struct err *err)
{
	const struct candidate_viewer	 viewer = { who->company_id,
		who->user_id };
	own_rows struct db_rows	*rows = NULL;
	struct document		 d;
	json_t			*duplicates = NULL;

	if (it->document_id == 0) {
		emit_null(out, "document");
		return 0;
	}
	if (document_get(db, it->company_id, it->document_id, &rows, &d,
	    err) == -1 || candidate_cv_duplicates(db, &viewer,
	    who->all && d.candidate_id == 0 ? d.guess : NULL, &duplicates,
	    err) == -1)
		return -1;
	document_emit(out, "document", &d, lang, duplicates);
	return 0;
}
