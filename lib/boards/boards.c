#include "boards/boards.h"

#include <stddef.h>

#include "hh/hh.h"

const struct platform *const boards[] = {
	&hh_platform,
	NULL
};
