/* row: the cached rows of the data sources that accounts read, and what became of each in Huntflow.
 * Table notion_row. */
#ifndef NOTION_ROW_H
#define NOTION_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "origin/sent.h"

struct contact_store;
struct db;
struct db_rows;
struct err;
struct notion_page;

/* Texts live until the next row. */
struct notion_row {
	int64_t		 id, connection_id;
	int64_t		 edited_at;	/* ms */
	const char	*page_id, *name, *url;
	const char	*fields;	/* JSON, of notion/value.h; people: [name] */
	const char	*people;
	bool		 has_file;	/* one that can be a CV */
	struct origin_sent sent;	/* its newest transfer */
};

/* Of an account of the company's, the oldest first, above after_id, skipping offset; words: that
 * the name or a field holds. */
int	notion_row_list(struct db *, int64_t company_id, int64_t connection_id,
	    const struct origin_sent_ask *, int64_t after_id, int64_t offset,
	    int64_t limit, struct db_rows **, struct err *);
bool	notion_row_next(struct db_rows *, struct notion_row *out);
int	notion_row_count(struct db *, int64_t company_id,
	    int64_t connection_id, const struct origin_sent_ask *,
	    int64_t *out, struct err *);
/* Those that were edited last. */
int	notion_row_newest(struct db *, int64_t company_id,
	    int64_t connection_id, int64_t limit, struct db_rows **,
	    struct err *);
/* connection_id 0: of any account. ERR_ABSENT "notion.gone": none of the company's (any more). */
int	notion_row_get(struct db *, int64_t company_id, int64_t connection_id,
	    const char *page_id, struct db_rows **, struct notion_row *out,
	    struct err *);

/* Pages as they came; pass: the reading of the whole that they belong to, 0: of none. One that says
 * what it said before is not written. Adds to created and updated. */
int	notion_row_put(struct db *, int64_t company_id, int64_t connection_id,
	    int64_t pass, const struct notion_page *, size_t n,
	    int64_t *created, int64_t *updated, struct err *);
/* Those that a whole reading did not meet go; removed: how many. */
int	notion_row_sweep(struct db *, int64_t connection_id, int64_t pass,
	    int64_t *removed, struct err *);
int	notion_row_drop(struct db *, int64_t connection_id, struct err *);

/* Rows that tell of a person who is erased go. */
extern const struct contact_store	notion_row_store;

#endif
