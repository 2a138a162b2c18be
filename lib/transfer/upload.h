/* upload: the record of the files of one transfer, as origin keeps it: {cv: {attachment, file,
 * title, photo?, fields?, text?} | null, more: [{attachment, file, title}], left: [{attachment,
 * title, code, text}]}. */
#ifndef TRANSFER_UPLOAD_H
#define TRANSFER_UPLOAD_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct err;
struct huntflow_upload;
struct transfer_cv;

/* An empty one. */
json_t	*transfer_upload_new(void);
/* A file went along; parsed: it is the résumé, with what the parser found. */
void	 transfer_upload_cv(json_t *record, const struct transfer_cv *,
	    const struct huntflow_upload *parsed);
void	 transfer_upload_more(json_t *record, const struct transfer_cv *,
	    int64_t file_id);
/* A file did not, and why. */
void	 transfer_upload_left(json_t *record, const struct transfer_cv *,
	    const struct err *);

/* What was recorded of an attachment; NULL: nothing. Borrowed. */
const json_t *transfer_upload_of(const json_t *record,
	    const char *attachment_id);
/* Did this attachment go along? */
bool	 transfer_upload_has(const json_t *record, const char *attachment_id);
/* The résumé's file; 0: none. */
int64_t	 transfer_upload_file(const json_t *record);
/* Ids of the files that go with the comment; cv: the résumé too. A new array. */
json_t	*transfer_upload_ids(const json_t *record, bool cv);
/* [{title, code, text}] with the texts in that language: for pages. A new array. */
json_t	*transfer_upload_words(const json_t *record, const char *lang);

#endif
