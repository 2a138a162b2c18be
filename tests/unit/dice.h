/* dice: numbers by chance, the same ones in each run from the same chance on. */
#ifndef TESTS_UNIT_DICE_H
#define TESTS_UNIT_DICE_H

#include <stdint.h>

static uint32_t	 chance = 1;

/* Below sides. */
static uint32_t
roll(uint32_t sides)
{
	chance = chance * 1664525 + 1013904223;
	return (uint32_t)(((uint64_t)chance * sides) >> 32);
}

#endif
