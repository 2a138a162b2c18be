#include "boards/boards.h"

#include <stddef.h>

#include "hh/hh.h"
#include "superjob/superjob.h"

const struct platform *const boards[] = {
	&hh_platform,
	&superjob_platform,
	NULL
};
