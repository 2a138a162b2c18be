/* reading: which data source an account reads, what it is called, and how far the reading of its
 * rows has come. Table notion_source. */
#ifndef NOTION_READING_H
#define NOTION_READING_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "notion/api.h"

struct db;
struct err;

/* Times are ms, 0: never. */
struct notion_reading {
	char	 source[NOTION_ID_SIZE];	/* "": nothing was read yet */
	char	*name, *url;
	json_t	*fields;	/* of notion_value_schema */
	int64_t	 pass;		/* the run that reads, or was interrupted; 0: none */
	bool	 whole;		/* it reads all rows, so that it knows which are gone */
	char	*cursor;	/* where it goes on; NULL: at the beginning */
	int64_t	 since;		/* it reads what was edited from then on */
	int64_t	 newest;	/* edit that was met */
	int64_t	 whole_at;	/* the end of the last one that read all */
};
void	notion_reading_clear(struct notion_reading *);
#define own_notion_reading cleanup(notion_reading_clear)

/* An account that read nothing yet has an empty one. */
int	notion_reading_get(struct db *, int64_t connection_id,
	    struct notion_reading *out, struct err *);
int	notion_reading_set(struct db *, int64_t connection_id,
	    const struct notion_reading *, struct err *);

#endif
