/* source: what notices need to know of a thing at the moment when they are told or listed: whether
 * that person may see it, what it is called now. The room that the thing belongs to
 * answers; programs hand its function over. */
#ifndef NOTICE_SOURCE_H
#define NOTICE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

struct notice_ask {
	int64_t	subject_id;
	int64_t	user_id;	/* 0: whoever answers for it */
};
struct notice_fact {
	int64_t	 user_id;	/* who is told; 0: nobody, it is gone or they may not see it */
	bool	 open;		/* work is left: it is not done, cancelled or deleted */
	int64_t	 due_at;	/* ms; 0: no deadline */
	char	*title, *href;	/* owned by whoever asked */
};
void	notice_facts_clear(struct notice_fact *, size_t n);

/* What a person has to do: for their digest. */
enum notice_part { NOTICE_LATE, NOTICE_TODAY, NOTICE_WAITING, NOTICE_PARTS };
#define NOTICE_AGENDA_MAX	60
struct notice_item {
	enum notice_part part;
	int64_t		 all;		/* of this part, also what is not listed */
	int64_t		 due_at;	/* ms; 0: no deadline */
	char		*title, *href;	/* owned by whoever asked */
};
void	notice_items_clear(struct notice_item *, size_t n);

/* An array of them ends with { 0 }. */
struct notice_source {
	const char	*subject;	/* "task" */
	/* Fills out[i], which is zero, for ask[i] of the company; n at most 1000. */
	int		(*facts)(struct db *, int64_t company_id,
			    const struct notice_ask *, size_t n,
			    struct notice_fact *out, struct err *);
	/*
	 * NULL: none. What was due before now, what is until day_end, what waits for the
	 * person's word; part by part, at most NOTICE_AGENDA_MAX.
	 */
	int		(*agenda)(struct db *, int64_t company_id,
			    int64_t user_id, int64_t now, int64_t day_end,
			    struct notice_item *out, size_t *n, struct err *);
};
/* NULL: nobody answers for things of that kind. */
const struct notice_source *notice_source_of(const struct notice_source *,
	    const char *subject);

#endif
