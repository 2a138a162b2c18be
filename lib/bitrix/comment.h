/* comment: which comment of a mirrored task is which there, and how both read when they were last
 * alike, as hashes: what people wrote is kept in one place. Table bitrix_comment. */
#ifndef BITRIX_COMMENT_H
#define BITRIX_COMMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "bitrix/link.h"
#include "io/secret.h"

struct db;
struct err;

struct bitrix_comment {
	int64_t			 id, link_id, external_id, comment_id;
	char			 mark[BITRIX_MARK_SIZE];	/* "": not made by us */
	enum bitrix_link_state	 state;
	bool			 sent;		/* as of bitrix_link */
	char			 ours[SECRET_HASH_SIZE], theirs[SECRET_HASH_SIZE];
};
struct bitrix_comments {
	struct bitrix_comment	*v;
	size_t			 n;
};
void	bitrix_comments_clear(struct bitrix_comments *);
#define own_bitrix_comments cleanup(bitrix_comments_clear)

/* Those of a task, in the order in which they were linked. */
int	bitrix_comment_list(struct db *, int64_t link_id,
	    struct bitrix_comments *out, struct err *);
/* A new row where its id is 0. */
int	bitrix_comment_save(struct db *, struct bitrix_comment *,
	    struct err *);

#endif
