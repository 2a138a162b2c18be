/* store: rows of a table whose texts may tell of a person: those of one who is erased go, those of
 * one who asks are told. The room that keeps them describes them; one machine does it for all. */
#ifndef CONTACT_STORE_H
#define CONTACT_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "contact/words.h"

struct buf;
struct db;
struct db_rows;
struct err;

/* Literals of SQL. */
struct contact_store {
	struct contact_place	 place;	/* kind: what its rows are called in answers */
	const char	*title, *at;	/* what one is called, when it came */
	const char	*told;		/* what is told of it; NULL: the text of place */
	const char	*tables;	/* those of UPDATE, joins with them */
	const char	*where;		/* whose they are: one mark, the company */
	const char	*blank;		/* "SET ..."; NULL: the row goes */
	int		(*erase)(struct db *, int64_t id, struct err *); /* instead; or NULL */
	bool		 by_name;	/* a name is enough: no more goes than a line of a log */
	bool		 judged;	/* what bears a name alone is shown, to be judged */
};

/* Those behind an id; after 0: all. */
int	contact_store_erase(struct db *, const struct contact_store *,
	    int64_t company_id, const struct contact_words *, int64_t after,
	    struct err *);
/*
 * The next CONTACT_STORE_PART rows behind *after, which then says where they end; more: others may
 * follow. Nobody waits for the whole of a log. Rows that others were adding meanwhile may come to
 * lie a little before the end.
 */
#define CONTACT_STORE_PART	1000
int	contact_store_erase_part(struct db *, const struct contact_store *,
	    int64_t company_id, const struct contact_words *, int64_t *after,
	    bool *more, struct err *);
/* Each puts {kind, id, text, at} into an open array, the newest first, some at most. named: those
 * that bear the name alone, perhaps a namesake's; told: those with a contact of the person. */
int	contact_store_emit_named(struct db *, struct buf *,
	    const struct contact_store *, int64_t company_id,
	    const struct contact_words *, struct err *);
int	contact_store_emit_told(struct db *, struct buf *,
	    const struct contact_store *, int64_t company_id,
	    const struct contact_words *, struct err *);

#endif
