/* preview: what a transfer of an item would do. */
#ifndef TRANSFER_PREVIEW_H
#define TRANSFER_PREVIEW_H

#include <jansson.h>

struct err;
struct transfer_context;

/* What transfer_run would send, as the document of transfer-preview. lang: of the
 * warnings. Changes nothing anywhere. */
int	 transfer_preview(struct transfer_context *, const char *task_id,
	    const char *lang, json_t **out, struct err *);

#endif
