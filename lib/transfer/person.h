/* person: whom a transfer may have made an applicant of, from before its request goes out until its
 * outcome is known: no other item of theirs makes another meanwhile. Table transfer_person. */
#ifndef TRANSFER_PERSON_H
#define TRANSFER_PERSON_H

#include <stddef.h>
#include <stdint.h>

struct db;
struct err;
struct origin;

/* names: of the person in one organisation, alike for all its items. */
int	transfer_person_keep(struct db *, int64_t transfer_id,
	    char *const *names, size_t n, struct err *);
/* ERR_BUSY: another transfer of the company has one of the names: "transfer.same_busy": its request
 * is on its way; "transfer.same_unsure": nobody knows what came of it. */
int	transfer_person_check(struct db *, const struct origin *row,
	    char *const *names, size_t n, struct err *);
/* The outcome is known. */
int	transfer_person_leave(struct db *, int64_t transfer_id, struct err *);

#endif
