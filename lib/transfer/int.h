/* int: one transfer, between the files that do it. */
#ifndef TRANSFER_INT_H
#define TRANSFER_INT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "clickup/api_task.h"
#include "huntflow/api_upload.h"
#include "origin/origin.h"
#include "transfer/applicant.h"
#include "transfer/context.h"
#include "transfer/run.h"
#include "transfer/step.h"

struct duplicate_ask;
struct err;
struct huntflow;

struct transfer_work {
	struct transfer_context		*ctx;
	const struct transfer_ask	*ask;
	struct huntflow			*api;
	struct origin			 row;
	bool				 created;	/* by us, now */
	bool				 skipped;
	json_t				*duplicates;
	struct clickup_task		 task;
	json_t				*comments;
	struct huntflow_upload		 upload;
	struct applicant_links		 links;
	json_t				*steps;
};
void	 transfer_work_clear(struct transfer_work *);
#define own_transfer_work cleanup(transfer_work_clear)

/* work.c: what every step does */
void	 transfer_work_begin(struct transfer_work *, enum transfer_step);
int	 transfer_work_save(struct transfer_work *, struct err *);
/* The task, its comments, the links in it. */
int	 transfer_work_fetch(struct transfer_work *, struct err *);

/* file.c: the task's CV, if it has one and it is wanted: found, read, uploaded. */
int	 transfer_file_upload(struct transfer_work *, struct err *);

/* create.c: the applicant, or the one who was there before; w->skipped: neither. */
int	 transfer_create(struct transfer_work *, struct err *);

/*
 * adopt.c. The POST may have been carried out: an applicant with our marker is taken as
 * ours; only when there is none, after the time that a lost request may still need, may
 * another be made (the row is ORIGIN_NEW again). "transfer.wait".
 */
int	 transfer_adopt(struct transfer_work *, struct err *);
int64_t	 transfer_grace_ms(const struct transfer_work *);

/* same.c: those who are in Huntflow already. */
int	 transfer_same_find(struct transfer_work *,
	    const struct duplicate_ask *, const char *lang, json_t **out,
	    struct err *);
void	 transfer_same_links(const struct transfer_work *,
	    struct duplicate_ask *);
/* The task goes to an applicant who is there; its file goes with the comment. */
int	 transfer_same_take(struct transfer_work *, int64_t id, struct err *);
/* Does as asked when somebody like this is there. settled: no applicant is to be made. */
int	 transfer_same_mind(struct transfer_work *, const json_t *body,
	    bool *settled, struct err *);

/* tag.c, attach.c, comment.c: what is done with the applicant. */
int	 transfer_tag(struct transfer_work *, struct err *);
int	 transfer_attach(struct transfer_work *, struct err *);
int	 transfer_comment(struct transfer_work *, struct err *);

#endif
