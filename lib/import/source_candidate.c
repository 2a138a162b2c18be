#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/buf.h"
#include "base/err.h"
#include "candidate/find.h"
#include "candidate/search.h"
#include "candidate/transfer.h"
#include "import/chosen.h"
#include "import/plan.h"
#include "import/source.h"
#include "index/read.h"
#include "io/db.h"
#include "io/field.h"
#include "transfer/context.h"
#include "transfer/source.h"

#define DIGITS_MAX	18

static bool
id_ok(const char *id)
{
	const size_t	len = strspn(id, "0123456789");

	return len > 0 && len <= DIGITS_MAX && id[len] == '\0' && *id != '0';
}

/* They lie here: no connection is needed but Huntflow's. */
static int
place(const struct caller *who, struct import_plan *plan, struct err *err)
{
	(void)who;
	(void)err;
	plan->source = mem_dup("");
	return 0;
}

/* Who matches is looked up now: what is shown before the start is what is sent. */
static int
filter(const struct caller *who, const json_t *filter,
    struct import_plan *plan, struct err *err)
{
	own_index_read struct index_read	*read = NULL;
	struct candidate_filter			 wanted = { 0 };
	int64_t					*ids = NULL;
	size_t					 n = 0;

	if ((filter != NULL &&
	    field_only(filter, candidate_search_names, err) == -1) ||
	    candidate_search_read(filter, who->zone, &wanted, err) == -1 ||
	    candidate_find_open_of(who->db, plan->conf, plan->company_id,
	    &read, err) == -1 || candidate_find_ids(read, &wanted,
	    IMPORT_IDS_MAX, "q", &ids, &n, err) == -1)
		return -1;
	plan->found = json_array();
	for (size_t i = 0; i < n; i++)
		json_array_append_new(plan->found, json_sprintf("%lld",
		    (long long)ids[i]));
	plan->task_ids = plan->found;
	free(ids);
	return 0;
}

/* Those who are erased, or not to be contacted, are left out. */
static int
chosen(struct db *db, const struct import_plan *plan,
    struct import_chosen *out, struct err *err)
{
	own_str char		*ids = json_dumps(plan->task_ids, JSON_COMPACT);
	own_rows struct db_rows	*rows = NULL;
	struct candidate_item	 one;

	if (candidate_transfer_named(db, plan->company_id, plan->account_id,
	    ids, &rows, err) == -1)
		return -1;
	while (candidate_transfer_next(rows, &one)) {
		import_chosen_add(out, one.id, buf_str(&one.name),
		    one.file ? "file" : "none");
		buf_clear(&one.name);
	}
	return 0;
}

static int
item(const struct caller *who, const struct import_plan *plan, const char *id,
    struct transfer_item *out, struct err *err)
{
	struct transfer_context	ctx = { .db = who->db, .conf = who->conf,
		.company_id = plan->company_id, .user_id = plan->user_id,
		.source = &candidate_transfer };

	return candidate_transfer.fetch(&ctx, id, out, err);
}

_Static_assert(CLICKUP_ID_SIZE + 1 >= CANDIDATE_ITEM_SIZE, "an id has room");

const struct import_source import_source_candidate = {
	.transfer = &candidate_transfer, .id_ok = id_ok, .sample = "12",
	.place = place, .filter = filter, .chosen = chosen,
	.sent_as = candidate_transfer_sent_as, .item = item,
};
