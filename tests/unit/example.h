/* example: a job board that exists in tests alone: what a new one is made of (docs/boards.md). */
#ifndef TESTS_UNIT_EXAMPLE_H
#define TESTS_UNIT_EXAMPLE_H

#include "platform/platform.h"

extern const struct platform example_platform;

#endif
