/* transfer_run: one ClickUp task becomes one Huntflow applicant, step by recorded step:
 * task and comments, CV, applicant, tags, vacancy, comment. However often it is begun
 * anew (a crash, a lost answer, another process), there is one applicant. */
#ifndef JOB_TRANSFER_RUN_H
#define JOB_TRANSFER_RUN_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "api/huntflow.h"
#include "api/huntflow_dictionary.h"
#include "base/mem.h"
#include "store/transfer.h"

struct clickup;
struct conf;
struct db;
struct err;
struct huntflow_link;

/* Where transfers of one user into one organisation are done: both clients, what is known
 * of the organisation, who works here. */
struct transfer_desk {
	struct db		*db;
	const struct conf	*conf;
	struct clickup		*clickup;
	struct huntflow_link	*huntflow;
	int64_t			 company_id, user_id, account_id;
	int64_t			 import_id;	/* for whom; 0: a person */
	char			 lease[TRANSFER_LEASE_SIZE];
	int			 lease_s;
	/* dictionaries, read when first needed */
	struct huntflow_items	 tags, sources, stages;
	bool			 has_tags, has_sources, has_stages;
	char			*nick;
	/* told before each step ("fetch", "file", ...) and of the row in hand; may be NULL */
	void			(*step)(void *arg, const char *step,
				    int64_t transfer_id);
	void			*arg;
};

/*
 * huntflow_id: the connection, 0: the one of the user's active system. Errors as of
 * clickup_link_open and huntflow_link_open. db and conf must outlive it.
 */
int	 transfer_desk_open(struct db *, const struct conf *, int64_t company_id,
	    int64_t user_id, int64_t huntflow_id, int64_t account_id,
	    struct transfer_desk **, struct err *);
void	 transfer_desk_close(struct transfer_desk *);
void	 transfer_desk_close_p(struct transfer_desk **);
#define own_transfer_desk cleanup(transfer_desk_close_p)

/* What is done when somebody like this is in Huntflow already (same e-mail, phone or link). */
enum transfer_duplicate {
	TRANSFER_CREATE,	/* another applicant; Huntflow marks doubles by itself */
	TRANSFER_ASK,		/* nothing: "duplicate_found", a person decides */
	TRANSFER_ATTACH,	/* the task is added to the existing applicant */
	TRANSFER_SKIP		/* nothing, and that is well */
};
/* "create", "ask", "attach", "skip", NULL-ended, in this order. */
extern const char *const transfer_duplicates[];

struct transfer_ask {
	const char	*task_id, *task_name;	/* name: for the row, may be "" */
	int64_t		 vacancy_id, status_id;	/* 0: none; stage 0: the first */
	bool		 name_only;		/* the CV is left out */
	bool		 no_parse;		/* it is sent, but not parsed */
	const char	*first, *last, *middle;	/* NULL: found out */
	enum transfer_duplicate duplicate;
	int64_t		 applicant_id;		/* whom to attach to; 0: the one found */
};
struct transfer_done {
	int64_t		 applicant_id;
	bool		 created;	/* now; false: it was there */
	bool		 skipped;	/* nothing was done: it is there already */
	json_t		*duplicates;	/* those found, as of duplicate_find; NULL: none */
	char		*url;
	json_t		*doubles;	/* ids that Huntflow calls the same person */
	json_t		*steps;		/* names of those that were done */
};
void	 transfer_done_clear(struct transfer_done *);
#define own_transfer_done cleanup(transfer_done_clear)

/*
 * 0: the applicant is there, with all that was asked for. -1 with the codes of clickup.h and
 * huntflow.h and these: "transfer_busy" (another process has the task), "transfer_wait" (ERR_BUSY:
 * an answer was lost, the applicant is looked for in retry_after_s), "huntflow_lost" (the
 * same, just now), "file_too_large", "file_absent", "file_broken", "upload_refused",
 * "private_address", "name_empty"; "duplicate_found" (ERR_CONFLICT: out->duplicates is filled).
 * What is done stays recorded: call it again.
 */
int	 transfer_run(struct transfer_desk *, const struct transfer_ask *,
	    struct transfer_done *out, struct err *);

/* What transfer_run would send, as the document of transfer-preview. lang: of the
 * warnings. Changes nothing anywhere. */
int	 transfer_preview(struct transfer_desk *, const char *task_id,
	    const char *lang, json_t **out, struct err *);

#endif
