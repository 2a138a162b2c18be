/* document: files of CVs that a company was sent, and what was understood of each, before anybody
 * is made of it. Tables document and document_part. */
#ifndef DOCUMENT_DOCUMENT_H
#define DOCUMENT_DOCUMENT_H

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

#define DOCUMENT_DAYS		1	/* that one is kept which nobody took */
#define DOCUMENT_READING_S	30	/* who began to read one before that has died */

/* Texts live until the next row; times are ms. */
struct document {
	int64_t		 id, size, pages, candidate_id, created_at;
	const char	*name, *state, *kind;
	const char	*problem;	/* of a message; NULL: none */
	const char	*guess;		/* JSON as guess.h writes it; NULL: it is not read yet */
	bool		 cut, held;	/* held: it is in the inbox */
};

struct document_file {
	int64_t		 company_id, user_id;
	const char	*name, *data;
	size_t		 len;
	int64_t		 inbox_item_id;	/* kept for as long as that is there; 0: of none */
};
/* Stored, not read yet. ERR_INPUT on the field file: "required" (empty), "document.size". */
int	document_add(struct db *, const struct document_file *, int64_t *id,
	    struct err *);

/* ERR_ABSENT: there is none of the company. */
int	document_get(struct db *, int64_t company_id, int64_t id,
	    struct db_rows **, struct document *out, struct err *);
/* What a file that waits says is understood and stored; one that is read already, or that another
 * process reads at this moment, is left alone. In no transaction. */
int	document_understand(struct db *, const struct conf *, int64_t id,
	    struct err *);
/* Its text; its bytes. */
int	document_text(struct db *, int64_t id, struct buf *out, struct err *);
int	document_bytes(struct db *, const struct conf *, int64_t id,
	    struct buf *out, struct err *);
extern const struct file_home	document_files;
/* duplicates: an array, taken; NULL: not looked for. lang: of its problem. */
void	document_emit(struct buf *, const char *name, const struct document *,
	    const char *lang, json_t *duplicates);
/* {code, detail}; code NULL: null. */
void	document_emit_problem(struct buf *, const char *name, const char *code,
	    const char *lang);

/* It is kept with that candidate; 0: with none. */
int	document_take(struct db *, int64_t company_id, int64_t id,
	    int64_t candidate_id, struct err *);
/* ERR_ABSENT; ERR_CONFLICT "document.taken", "document.held": it is in the inbox. */
int	document_drop(struct db *, int64_t company_id, int64_t id,
	    struct err *);
/* It is in the inbox no longer: it goes, unless a candidate took it. */
int	document_release(struct db *, int64_t id, struct err *);
int	document_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);

/* Files of a person who is erased that nobody took go. */
extern const struct contact_store	document_store;
/* Those of a candidate. */
int	document_drop_of(struct db *, int64_t candidate_id, struct err *);

#endif
