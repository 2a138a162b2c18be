/* item: a file or a link to a profile that somebody sent, until it is decided whether it is a CV.
 * The same one, sent again, is the same item. Recruiters and above see all of their company,
 * others what they sent. A file is a document (document/document.h). Table inbox_item. */
#ifndef INBOX_ITEM_H
#define INBOX_ITEM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct conf;
struct contact_store;
struct db;
struct db_rows;
struct err;
struct live_audience;
struct web_req;

#define INBOX_FILE_MAX		((size_t)20 << 20)	/* bytes */
#define INBOX_NAME_MAX		255			/* characters */
#define INBOX_DAYS		30	/* what is no CV is kept */

/* Nothing in it is owned. */
struct inbox_who {
	int64_t			 company_id, user_id;
	bool			 all;	/* a recruiter, or above */
	const struct conf	*conf;
};
struct inbox_who inbox_who_of(const struct web_req *);

/* "new", "kept", "rejected" (it is no CV), "failed" (its bytes could not be fetched; it was not
 * rejected); "file", "link". NULL-ended. */
extern const char *const inbox_states[], *const inbox_kinds[];

/* Lists of SQL. What is wrong with the file itself, however often it is sent; failures that another
 * try cannot mend. */
#define INBOX_UNFIT	"'inbox.acts', 'inbox.kind', 'telegram.file'"
#define INBOX_FINAL	INBOX_UNFIT ", 'inbox.empty', 'telegram.file_gone'"
bool	inbox_item_final(const char *error_code);

/* Texts live until the next row; times are ms, 0: never. */
struct inbox_item {
	int64_t		 id, company_id, size, decided_at, created_at;
	int64_t		 document_id;		/* 0: a link, or not here yet */
	int64_t		 candidate_id;		/* made of the document; 0: nobody */
	const char	*kind, *state;
	const char	*site, *url;		/* of a link, else "" */
	const char	*name;
	const char	*type;			/* "pdf", "docx"; "": not known (yet) */
	const char	*error_code, *error_text;
	const char	*decided_name;		/* NULL: nobody has */
	const char	*senders;		/* a JSON array, the first one first */
	const char	*person, *position;	/* as the document was understood; "": not known */
	bool		 somebody;		/* there is whom to make a candidate of */
	const char	*problem;		/* of the document, a message; NULL: none */
	bool		 fetching;		/* its bytes are on their way */
	bool		 stored;		/* they are here */
	bool		 reading;		/* what they say is not known yet */
};

/* NULL and 0: any. */
struct inbox_filter {
	const char	*state, *kind, *q;
	int64_t		 sender_id;
	int64_t		 before_id;		/* older ones alone */
};
/* Newest first, limit at most. */
int	inbox_item_list(struct db *, const struct inbox_who *,
	    const struct inbox_filter *, int64_t limit, struct db_rows **,
	    struct err *);
bool	inbox_item_next(struct db_rows *, struct inbox_item *out);
/* ERR_ABSENT: none that they see. */
int	inbox_item_get(struct db *, const struct inbox_who *, int64_t id,
	    struct db_rows **, struct inbox_item *out, struct err *);
/* before_id is left aside; counted up to 10 001. */
int	inbox_item_count(struct db *, const struct inbox_who *,
	    const struct inbox_filter *, int64_t *n, struct err *);
/* {new, kept, rejected, failed}: how many, each up to 10 001. */
int	inbox_item_counts(struct db *, const struct inbox_who *, struct buf *,
	    struct err *);
/* Into an open object. known: what the team knows of whose it is; NULL: not for the one who looks.
 * lang: of the sentence that says why it failed. */
void	inbox_item_emit(struct buf *, const struct inbox_item *,
	    const json_t *known, const char *lang);

/* Who hears of one by a live event "inbox". */
extern const struct live_audience inbox_audience;

/* Files and links of a person who is erased go. */
extern const struct contact_store	inbox_item_store;

#endif
