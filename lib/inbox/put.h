/* put: what comes into the inbox: a file that a bot was sent, a link, a file from the page. What
 * is there already gets one sender more. Tables inbox_item, inbox_sending. */
#ifndef INBOX_PUT_H
#define INBOX_PUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;
struct inbox_who;
struct person_link;

#define INBOX_CAPTION_MAX	4096	/* characters */
#define INBOX_ORIGIN_MAX	200
#define INBOX_LINKS_MAX		50	/* of a text from the page; more are left out */

/* How something came by a bot. Texts may be NULL: none; longer ones are cut. */
struct inbox_sent {
	int64_t		 company_id, user_id;
	int64_t		 bot_id, chat_id, message_id;
	const char	*album;		/* media_group_id */
	const char	*caption;	/* what was written with it */
	const char	*origin;	/* forwarded from whom */
	size_t		 nlinks;	/* of how many profiles the caption is */
};
/* The batch: what is sent in one message, or one album; 0: it is not begun yet. All in the
 * caller's transaction. */
struct inbox_doc {
	const char	*file_id, *unique_id, *name;	/* unique_id, name: may be NULL */
	int64_t		 size;				/* 0: not known */
};
/* It is fetched later (inbox/work.h), unless Telegram is known to refuse it for its size. */
int	inbox_put_file(struct db *, const struct inbox_sent *,
	    const struct inbox_doc *, int64_t *batch, struct err *);
/* What was written of that profile is read later, as a file is (inbox/work.h). */
int	inbox_put_link(struct db *, const struct inbox_sent *,
	    const struct person_link *, int64_t *batch, struct err *);

/*
 * A file from the page. id: of its item; fresh: it was not there before. ERR_INPUT on the field
 * file: "required" (empty), "inbox.size", "inbox.acts", "inbox.kind" (no document).
 */
struct inbox_upload {
	const char	*name, *data;
	size_t		 len;
};
int	inbox_put_upload(struct db *, const struct inbox_who *,
	    const struct inbox_upload *, int64_t *id, bool *fresh,
	    struct err *);

/* The profiles that a text from the page links to, each once; n: how many. ERR_INPUT on the field
 * text, "inbox.no_link": to none. */
int	inbox_put_text(struct db *, const struct inbox_who *,
	    const char *text, int64_t *n, struct err *);

/* --- for inbox/fetch.c --- */

/* "pdf", ... of bytes that may be a CV; NULL, with the message's code: why they are none. */
const char *inbox_put_type(const char *data, size_t len, const char **code);
/* In a transaction: the item's document is to be read (inbox/read.h). */
int	inbox_put_bytes(struct db *, int64_t id, const char *data, size_t len,
	    struct err *);

#endif
