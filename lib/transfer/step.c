#include "transfer/step.h"

#include <string.h>

const char *const transfer_step_names[STEPS] = {
	[STEP_FETCH] = "fetch",
	[STEP_FILE] = "file",
	[STEP_MAKE] = "create",
	[STEP_TAG] = "tag",
	[STEP_ATTACH] = "attach",
	[STEP_COMMENT] = "comment",
};

enum transfer_step
transfer_step_of(const char *name)
{
	for (int i = 0; i < STEPS; i++)
		if (strcmp(name, transfer_step_names[i]) == 0)
			return (enum transfer_step)i;
	return STEP_FETCH;
}
