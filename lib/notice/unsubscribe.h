/* unsubscribe: the link in a letter that takes its person off a kind without signing in. It holds
 * who and what, and is signed: there is nothing to be stored. Source: RFC 8058. */
#ifndef NOTICE_UNSUBSCRIBE_H
#define NOTICE_UNSUBSCRIBE_H

#include <stdbool.h>
#include <stdint.h>

struct conf;
struct db;
struct err;

#define UNSUBSCRIBE_DIGEST	"digest"	/* beside the kinds of notices */
#define UNSUBSCRIBE_KIND_SIZE	21

struct unsubscribe {
	int64_t	user_id;
	char	kind[UNSUBSCRIBE_KIND_SIZE];
};
/* The whole address that takes the POST, to be freed; a browser is led from there to a page. */
char	*unsubscribe_link(const struct conf *, int64_t user_id,
	    const char *kind);
/* What such a link says, "12.due.0af3...": ERR_ABSENT when it was not made here. */
int	unsubscribe_read(const struct conf *, const char *token,
	    struct unsubscribe *out, struct err *);

/* Does that kind come by mail? */
int	unsubscribe_get(struct db *, const struct unsubscribe *, bool *wanted,
	    struct err *);
int	unsubscribe_do(struct db *, const struct unsubscribe *, struct err *);

#endif
