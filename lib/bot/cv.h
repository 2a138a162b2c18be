/* cv: what was understood of a file that was sent, as a bot's message says it, and candidates that
 * a button makes of files. */
#ifndef BOT_CV_H
#define BOT_CV_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct buf;
struct db;
struct err;
struct inbox_line;
struct said;

#define BOT_CV_NAME	40	/* characters of a name on a button */

/* For whom it is said. */
struct bot_cv_reader {
	const char	*lang;
	int64_t		 company_id;
	bool		 makes;		/* they may make candidates: they hear who is there */
};
/* Does the file tell of somebody of whom no candidate was made? */
bool	bot_cv_open(const struct inbox_line *);
/*
 * Lines, each after a line's end: whose CV it is, contacts, how sure that is, who is there already;
 * or why it says nothing. brief: one line of each. duplicates: as candidate_cv_duplicates, the
 * caller's.
 */
int	bot_cv_put(struct db *, struct buf *, const struct bot_cv_reader *,
	    const struct inbox_line *, bool brief, json_t **duplicates,
	    struct err *);

/* "make:5", "join:5:7": candidates of all of a batch that tell of somebody; the one of it is the
 * candidate 7. rest: behind the word. */
int	bot_cv_make(struct db *, struct said *, bool join, int64_t *batch,
	    struct err *);
/* The same of one item. ERR_DENIED "io.role". */
int	bot_cv_make_item(struct db *, struct said *, int64_t item_id,
	    int64_t candidate_id, struct err *);

#endif
