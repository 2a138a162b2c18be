/* batch: what came together, in one message or album, and how it is now. Table inbox_sending. */
#ifndef INBOX_BATCH_H
#define INBOX_BATCH_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;

#define INBOX_BATCH_MAX	50	/* more are not listed */

/* Texts live until the next row. */
struct inbox_line {
	int64_t		 item_id, size;
	int64_t		 before_at;		/* ms: it was sent before; 0: it was not */
	const char	*before_name;		/* by whom */
	const char	*kind, *state;		/* as of inbox/item.h */
	const char	*name, *url;
	const char	*error_code, *error_text;
	const char	*decided_name;		/* NULL: nobody has */
	int64_t		 document_id;		/* 0: none */
	int64_t		 candidate_id;		/* made of the document; 0: nobody */
	const char	*guess, *problem;	/* of the document; NULL: not read, none */
};
int	inbox_batch_list(struct db *, int64_t batch, struct db_rows **,
	    struct err *);
bool	inbox_batch_next(struct db_rows *, struct inbox_line *out);

/* In which chat of which bot it came. ERR_ABSENT: nothing of it is left. */
struct inbox_place {
	int64_t	bot_id, chat_id;
};
int	inbox_batch_place(struct db *, int64_t batch, struct inbox_place *out,
	    struct err *);

#endif
