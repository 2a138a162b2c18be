/* applicant: what a ClickUp task and its CV say, as a Huntflow applicant. Touches no
 * network and no table. Source: "Huntflow API v2", create applicant; upload fields. */
#ifndef TRANSFER_APPLICANT_H
#define TRANSFER_APPLICANT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "person/name.h"

struct clickup_task;
struct err;
struct huntflow_upload;

/* Profiles that a task links to; NULL: none. */
struct applicant_links {
	char	*linkedin, *rabota;
};
void	 applicant_links_clear(struct applicant_links *);
#define own_applicant_links cleanup(applicant_links_clear)
/* From the custom fields first, then from the description, then from the comments (as
 * clickup_comments_fetch gives them; NULL: none). */
void	 applicant_links_read(const struct clickup_task *,
	    const json_t *comments, struct applicant_links *out);

/*
 * The CV: the oldest PDF among a task's attachments (their JSON), or false. Texts are
 * the caller's: applicant_file_clear.
 */
struct applicant_file {
	char	*id, *title, *url, *date;	/* title always ends in .pdf */
	int64_t	 size;
};
void	 applicant_file_clear(struct applicant_file *);
#define own_applicant_file cleanup(applicant_file_clear)
bool	 applicant_file_find(const char *attachments, struct applicant_file *out);

/* What an applicant is made of. upload NULL: there is no file; names NULL: not given. */
struct applicant_parts {
	const struct clickup_task	*task;
	const struct huntflow_upload	*upload;
	int64_t				 file_id;
	const struct applicant_links	*links;
	const char			*first, *last, *middle;
	const char			*marker;
	int64_t				 source_id;	/* 0: not told */
};

/* Where the name came from. */
enum applicant_name { APPLICANT_GIVEN, APPLICANT_CV, APPLICANT_TITLE,
	APPLICANT_PART };
/*
 * First, last and middle name: those given, else what the parser found when it is whole,
 * else the title's. Huntflow wants both names: a missing one is "-", and a title that names
 * nobody becomes the last name as a whole. ERR_INPUT, code "transfer.name_empty": there is nothing.
 */
int	 applicant_name(const struct applicant_parts *, struct person_name *out,
	    enum applicant_name *from, struct err *);
/* The document that is sent; the résumé's text holds the marker. */
int	 applicant_body(const struct applicant_parts *, json_t **out,
	    struct err *);

/* The first e-mail address and phone that the task itself tells; NULL: none. The caller frees. */
void	 applicant_contacts(const struct clickup_task *, char **email,
	    char **phone);

/* The résumé's text for a profile's link. */
char	*applicant_profile_text(const char *site, const char *link,
	    const char *task_name, const char *description);
/* All that the task says, for the applicant's log; marker NULL: left out. */
char	*applicant_comment(const struct clickup_task *, const json_t *comments,
	    const char *marker);

#endif
