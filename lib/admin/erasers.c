#include "admin/erasers.h"

#include <stddef.h>

#include "import/erase.h"
#include "team/task_erase.h"

const struct candidate_eraser admin_erasers[] = { { task_erase },
	{ import_erase }, { NULL } };
