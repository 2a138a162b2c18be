/* notice: what people are told: one row for each person and thing, listed by the bell of the pages.
 * What else goes out, by e-mail say, is made of it a moment later. Table notice. */
#ifndef NOTICE_NOTICE_H
#define NOTICE_NOTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "notice/kind.h"

struct db;
struct db_rows;
struct err;

/* Texts are not taken over; longer ones are cut. NULL: none. */
struct notice_new {
	int64_t			 company_id;
	enum notice_kind	 kind;
	int64_t			 by_id;		/* who did it is not told; 0: nobody did */
	const char		*about, *text;	/* see notice/kind.h: 200, 500 characters */
	int64_t			 moment;	/* ms; 0: it names none */
	int64_t			 many;		/* tasks that it is about; 0: one, or none */
	const char		*href;		/* of a page: "/tasks/5/" */
	const char		*subject;	/* kind of the thing: "task", "import" */
	int64_t			 subject_id;
	const char		*dedupe_key;	/* a person is told once by it; 100 ASCII letters */
};
/*
 * Tells those people who are active and of that company; the others, and doubles, pass. In the
 * caller's transaction, if there is one: it is told when that is committed. After
 * the commit live_post_wake (live/post.h) sends it on at once; without it tick does.
 */
int	notice_add(struct db *, const struct notice_new *,
	    const int64_t *users, size_t n, struct err *);

/*
 * What was told by that dedupe_key in the company has another text from now on, in the bell and in
 * messages that were not sent yet. In the caller's transaction.
 */
int	notice_reword(struct db *, int64_t company_id, const char *dedupe_key,
	    const char *text, struct err *);

/* Many at once, of whatever companies. */
struct notice_row {
	struct notice_new	new;
	int64_t			user_id;
};
int	notice_add_rows(struct db *, const struct notice_row *, size_t n,
	    struct err *);

#endif
