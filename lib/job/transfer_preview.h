/* transfer_preview: what a transfer of a task would do. */
#ifndef JOB_TRANSFER_PREVIEW_H
#define JOB_TRANSFER_PREVIEW_H

#include <jansson.h>

struct err;
struct transfer_desk;

/* What transfer_run would send, as the document of transfer-preview. lang: of the
 * warnings. Changes nothing anywhere. */
int	 transfer_preview(struct transfer_desk *, const char *task_id,
	    const char *lang, json_t **out, struct err *);

#endif
