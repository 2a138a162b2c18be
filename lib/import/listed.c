#include "import/listed.h"

#include "base/err.h"
#include "import/plan.h"
#include "io/field.h"

#define WORDS_CHARS	200

static int
read_filter(const json_t *doc, struct origin_sent_ask *out, struct err *err)
{
	static const char *const	names[] = { "search", "transfer",
		NULL };

	return doc == NULL ? 0 : field_only(doc, names, err) == -1 ||
	    field_text_opt(doc, "search", WORDS_CHARS, &out->words,
	    err) == -1 || field_word_opt(doc, "transfer",
	    origin_sent_transfers, &out->transfer, err) == -1 ? -1 : 0;
}

int
import_listed_filter(const struct caller *who, const json_t *doc,
    struct import_plan *plan, struct err *err)
{
	struct origin_sent_ask	ask = { 0 };

	(void)who;
	plan->filter = doc;
	return read_filter(doc, &ask, err);
}

void
import_listed_clear(struct import_listed *listed)
{
	mem_free_str(&listed->ids);
}

int
import_listed_read(const struct import_plan *plan, struct import_listed *out,
    struct err *err)
{
	if (read_filter(plan->filter, &out->ask, err) == -1)
		return -1;
	if (plan->task_ids != NULL)
		out->ids = json_dumps(plan->task_ids, JSON_COMPACT);
	out->ask.ids = out->ids;
	return 0;
}
