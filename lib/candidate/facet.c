#include "candidate/facet.h"

#include "base/buf.h"
#include "base/mem.h"
#include "candidate/doc.h"
#include "candidate/find.h"
#include "index/read.h"
#include "index/set.h"
#include "index/tally.h"

#define MOST	30

static const struct { const char *name; char kind; } facets[] = {
	{ "platforms", CANDIDATE_TERM_PLATFORM },
	{ "states", CANDIDATE_TERM_STATE }, { "skills", CANDIDATE_TERM_SKILL },
	{ "tags", CANDIDATE_TERM_TAG },
	{ "currencies", CANDIDATE_TERM_CURRENCY },
	{ "known", CANDIDATE_TERM_KNOWN },
};

static int
put_facet(struct index_read *read, const struct index_set *within,
    const char *name, char kind, struct buf *out, struct err *err)
{
	own_index_tally struct index_tally	all = { 0 };

	if (read != NULL && index_tally(read, kind, within, &all, err) == -1)
		return -1;
	emit_open(out, name, '[');
	for (size_t i = 0; i < all.n && i < MOST; i++) {
		own_str char	*label = mem_ndup(all.v[i].label,
				    all.v[i].label_len);

		emit_open(out, NULL, '{');
		emit_str(out, "name", label);
		emit_int(out, "count", all.v[i].count);
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 0;
}

int
candidate_facet_emit(struct index_read *read,
    const struct candidate_filter *f, struct buf *out, struct err *err)
{
	own_index_set struct index_set	*within = NULL;
	int64_t				 total;

	if (read != NULL && candidate_find_set(read, f, &within, err) == -1)
		return -1;
	total = read == NULL ? 0 : within != NULL ? index_set_count(within) :
	    index_read_count(read);
	emit_open(out, NULL, '{');
	emit_int(out, "total", total);
	for (size_t i = 0; i < nitems(facets); i++)
		if (put_facet(read, within, facets[i].name, facets[i].kind,
		    out, err) == -1)
			return -1;
	emit_close(out, '}');
	return 0;
}
