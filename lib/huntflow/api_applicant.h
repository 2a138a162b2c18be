/* api_applicant: applicants of Huntflow as the transfer of tasks needs them: made, found,
 * tagged, put on a vacancy, taken away. In full they are huntflow_candidate's. Source: "Huntflow
 * API v2", applicants. */
#ifndef HUNTFLOW_API_APPLICANT_H
#define HUNTFLOW_API_APPLICANT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct err;
struct huntflow;

#define HUNTFLOW_TAGS_MAX	200
#define HUNTFLOW_DOUBLES_MAX	20

/* Of one applicant. */
struct huntflow_tag_ids {
	int64_t	 v[HUNTFLOW_TAGS_MAX];
	size_t	 n;
};
#define HUNTFLOW_LINKS_MAX	50

/* Members that an answer has not are NULL or empty (a search gives names only). */
struct huntflow_applicant {
	int64_t	 id;
	char	*first_name, *last_name, *middle_name;
	int64_t	 externals[8];		/* résumés */
	size_t	 nexternals;
	int64_t	 doubles[HUNTFLOW_DOUBLES_MAX];
	size_t	 ndoubles;
	struct {
		int64_t	 vacancy, status;
	}	 links[HUNTFLOW_LINKS_MAX];
	size_t	 nlinks;
};
void	 huntflow_applicant_clear(struct huntflow_applicant *);
#define own_huntflow_applicant cleanup(huntflow_applicant_clear)
struct huntflow_applicants {
	struct huntflow_applicant	*v;
	size_t				 n;
};
void	 huntflow_applicants_clear(struct huntflow_applicants *);
#define own_huntflow_applicants cleanup(huntflow_applicants_clear)

/* body: the service's own document. Never repeated by itself: see huntflow_sent. */
int	 huntflow_applicant_create(struct huntflow *, int64_t account,
	    const json_t *body, struct huntflow_applicant *out, struct err *);
int	 huntflow_applicant_get(struct huntflow *, int64_t account, int64_t id,
	    struct huntflow_applicant *out, struct err *);
/* Full text search, one page of at most 30, from 1. */
int	 huntflow_applicant_search(struct huntflow *, int64_t account,
	    const char *q, int page, struct huntflow_applicants *out,
	    struct err *);
/* The newest applicants, one page of 30, from 1. */
int	 huntflow_applicant_list(struct huntflow *, int64_t account, int page,
	    struct huntflow_applicants *out, struct err *);
/* The text of one résumé ("" when it has none). */
int	 huntflow_applicant_resume(struct huntflow *, int64_t account,
	    int64_t applicant, int64_t external, char **body, struct err *);

int	 huntflow_applicant_tags(struct huntflow *, int64_t account,
	    int64_t applicant, struct huntflow_tag_ids *out, struct err *);
/* Replaces the whole list. */
int	 huntflow_applicant_tag(struct huntflow *, int64_t account,
	    int64_t applicant, const struct huntflow_tag_ids *, struct err *);
/* Puts the applicant on a vacancy at a stage; move: the applicant is on it already. */
int	 huntflow_applicant_attach(struct huntflow *, int64_t account,
	    int64_t applicant, int64_t vacancy, int64_t status, bool move,
	    struct err *);
/* The same at a stage of rejection; reason 0: none is told. */
int	 huntflow_applicant_reject(struct huntflow *, int64_t account,
	    int64_t applicant, int64_t vacancy, int64_t status, int64_t reason,
	    bool move, struct err *);
int	 huntflow_applicant_remove(struct huntflow *, int64_t account,
	    int64_t applicant, struct err *);
/* Does one of the newest 30 entries of the log hold this text? */
int	 huntflow_applicant_said(struct huntflow *, int64_t account,
	    int64_t applicant, const char *text, bool *found, struct err *);

int	 huntflow_applicant_parse(const json_t *,
	    struct huntflow_applicant *out, struct err *);
int	 huntflow_applicants_parse(const json_t *,
	    struct huntflow_applicants *out, struct err *);
int	 huntflow_applicant_tags_parse(const json_t *,
	    struct huntflow_tag_ids *out, struct err *);

#endif
