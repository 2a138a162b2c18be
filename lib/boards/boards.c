#include "boards/boards.h"

#include <stddef.h>

#include "hh/hh.h"
#include "lalafo/lalafo.h"
#include "linkedin/linkedin.h"
#include "superjob/superjob.h"

const struct platform *const boards[] = {
	&hh_platform,
	&superjob_platform,
	&linkedin_platform,
	&lalafo_platform,
	NULL
};
