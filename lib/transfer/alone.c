#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "huntflow/duplicate.h"
#include "io/db.h"
#include "person/email.h"
#include "person/phone.h"
#include "transfer/int.h"
#include "transfer/person.h"

#define WAIT_S		10	/* while somebody waits for the answer */
#define PHONES		3	/* of a field */
#define PHONE_END	7	/* digits by which two numbers may be one */

static void
add(struct transfer_work *w, const char *what)
{
	struct transfer_alone	*a = &w->alone;

	if (a->n < nitems(a->names))
		a->names[a->n++] = mem_fmt("transfer-%lld-%s",
		    (long long)w->ctx->account_id, what);
}

void
transfer_alone_add(struct transfer_work *w, const struct duplicate_ask *ask)
{
	char			 email[PERSON_EMAIL_SIZE];
	const char		*at = ask->phone;
	struct person_phone	 one;

	if (ask->email != NULL && person_email_read(ask->email, true, email))
		add(w, email);
	for (int i = 0; at != NULL && i < PHONES && person_phone_next(&at,
	    PERSON_PHONE_FIELD, w->ctx->country, &one); i++) {
		const size_t	 len = strlen(one.digits);

		add(w, len > PHONE_END ? one.digits + len - PHONE_END :
		    one.digits);
	}
	for (size_t i = 0; i < ask->nlinks; i++)
		add(w, ask->links[i]);
}

static int
by_text(const void *a, const void *b)
{
	const char *const	*x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* In the order of their names, so that no two wait for each other; a name twice is had twice. */
int
transfer_alone_take(struct transfer_work *w, struct err *err)
{
	struct transfer_alone	*a = &w->alone;

	qsort(a->names, a->n, sizeof(a->names[0]), by_text);
	for (; a->held < a->n; a->held++) {
		if (db_lock(w->ctx->db, a->names[a->held],
		    w->ctx->import_id != 0 || w->ctx->background ? 0 : WAIT_S,
		    err) == 0)
			continue;
		if (err->kind == ERR_BUSY)
			err_code(err, ERR_BUSY, "transfer.same_busy", "%s", "");
		return -1;
	}
	return transfer_person_check(w->ctx->db, &w->row, a->names, a->n, err);
}

void
transfer_alone_leave(struct transfer_work *w)
{
	struct transfer_alone	*a = &w->alone;

	while (a->held > 0)
		db_unlock(w->ctx->db, a->names[--a->held]);
	while (a->n > 0)
		mem_free_str(&a->names[--a->n]);
}
