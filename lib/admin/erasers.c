#include "admin/erasers.h"

#include <stddef.h>

#include "import/erase.h"
#include "team/task_erase.h"

const struct candidate_eraser admin_erasers[] = {
	{ "tasks", task_erase, task_erase_emit },
	{ "imports", import_erase, import_erase_emit },
	{ NULL, NULL, NULL }
};
