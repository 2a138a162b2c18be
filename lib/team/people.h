/* people: those whom tasks and projects may name. Reads tables user and employee. */
#ifndef TEAM_PEOPLE_H
#define TEAM_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct cursor;
struct db;
struct err;
struct right_who;

#define PEOPLE_PAGE	1000	/* of a list, unless less is asked for */

/* Are all of these (they differ) active people of the company, above candidates? Else ERR_INPUT on
 * the field. */
int	people_check(struct db *, const struct right_who *, const char *field,
	    const int64_t *ids, size_t n, struct err *);
/* Those of the company whom a task may be given to, by name; all: then those who no longer work
 * here: {id, name, active} each, as one array, size at most, those after from. last: a cursor by
 * text, of the last one; more: there are others. */
int	people_emit(struct db *, const struct right_who *, bool all,
	    const struct cursor *from, int64_t size, struct buf *out,
	    struct cursor *last, bool *more, struct err *);
/* The one of that e-mail, or the only one whose e-mail begins so before its "@", or who is called
 * so. ERR_ABSENT "team.no_user". */
int	people_find(struct db *, const struct right_who *, const char *name,
	    int64_t *id, struct err *);
/*
 * One of them: {id, name, role, active, position, email, phone}. What is not known, or not for the
 * asker, is null: the address one signs in with is for managers and oneself, what the portal has
 * of an employee for all. ERR_ABSENT: none of the company's, or a candidate.
 */
int	people_card(struct db *, const struct right_who *, int64_t id,
	    struct buf *out, struct err *);
/* How people see one; to be freed. */
int	people_name(struct db *, int64_t user_id, char **out, struct err *);

#endif
