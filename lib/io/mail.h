/* mail: a letter, of plain text or of HTML as well, by the server that the administrator names.
 * curl.h is known to mail_curl.c. Source: RFC 5322 (form), RFC 2045 to 2047 (MIME), RFC 8058
 * (unsubscribing by one click), RFC 5321 (SMTP) by libcurl. */
#ifndef IO_MAIL_H
#define IO_MAIL_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct conf;
struct err;

struct mail {
	const char	*to;		/* one address, ASCII */
	const char	*subject;	/* one line of at most 200 bytes, UTF-8 */
	const char	*text;		/* lines of any length, "\n" between, UTF-8 */
	const char	*html;		/* the same as a document; NULL: text alone */
	const char	*unsubscribe;	/* address that a POST takes one off by; NULL: none */
	const char	*id;		/* letters and digits, one for all tries; NULL: new */
};

/* Are SMTP_URL and SMTP_FROM set? */
bool	 mail_on(const struct conf *);
/*
 * SMTP_URL (smtp://host:port, smtps://host:port), SMTP_FROM ("Name <a@b>" or the address),
 * SMTP_USER, SMTP_PASSWORD. Without TLS only to this machine and to ALLOW_HOSTS. It takes
 * FETCH_TIMEOUT_MS at most.
 * 0: the server took it. -1: ERR_INPUT (this letter will never be taken: the address, the shape),
 * ERR_REMOTE, ERR_TIMEOUT, ERR_REMOTE_AUTH (user or password), ERR_INTERNAL (the configuration).
 */
int	 mail_send(const struct conf *, const struct mail *, struct err *);

/*
 * The letter as it is sent, CRLF between lines of at most 78 bytes; what could begin a header
 * of its own is refused (ERR_INPUT).
 */
int	 mail_compose(const char *from, const struct mail *, int64_t at_ms,
	    struct buf *out, struct err *);
/* The address in "Name <a@b>" or "a@b", to be freed; NULL: there is none. */
char	*mail_address(const char *from);

#endif
