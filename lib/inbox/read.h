/* read: files of the inbox are understood (document/document.h), one after the other, and whoever
 * waits for one is told. Table inbox_item. */
#ifndef INBOX_READ_H
#define INBOX_READ_H

#include <stdint.h>

struct conf;
struct db;
struct err;

struct inbox_unread {
	int64_t	id, company_id, document_id;
};
/* The next that is to be read, or told of: 1, or 0 when there is none. */
int	inbox_read_find(struct db *, struct inbox_unread *out, struct err *);
/* In no transaction. One that another process reads is left to that. */
int	inbox_read_do(struct db *, const struct conf *,
	    const struct inbox_unread *, struct err *);

#endif
