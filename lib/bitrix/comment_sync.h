/* comment_sync: comments of mirrored tasks are kept alike, each once: what was changed or deleted
 * on one side is on the other, too; of two changes the one on the side where it was written holds.
 * Of comments that are not ours there only the copy here is changed by us. */
#ifndef BITRIX_COMMENT_SYNC_H
#define BITRIX_COMMENT_SYNC_H

struct err;
struct mirror;

#define BITRIX_COMMENTS	"comments"	/* among what a mapping keeps alike */

/* Of those tasks of the project whose comments are due (link.h). A portal that does not let us read
 * them is gone on with without, and the run's log says so. */
int	bitrix_comment_sync(struct mirror *, struct err *);

#endif
