/* superjob: SuperJob, for the machine of all job boards. Source: SuperJob API 2.0, "Общие
 * положения", "API для работодателя". */
#ifndef SUPERJOB_SUPERJOB_H
#define SUPERJOB_SUPERJOB_H

#include "platform/platform.h"

extern const struct platform superjob_platform;

#endif
