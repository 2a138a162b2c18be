/* sync: the rows of the data source that an account reads become notion_row: a part of its sync. An
 * ordinary one reads what was edited since the last; once a day, and when a person asks for it, all
 * is read, and what is not met any more goes. */
#ifndef NOTION_SYNC_H
#define NOTION_SYNC_H

struct err;
struct provider_run;

#define NOTION_ROWS	"rows"	/* the part's name */

/* provider_part.work; its api is a struct notion. ERR_CONFLICT "notion.source_unset". */
int	notion_sync(struct provider_run *, struct err *);

#endif
