/* erasers: the rooms above candidate that keep something of one who is erased. */
#ifndef ADMIN_ERASERS_H
#define ADMIN_ERASERS_H

#include "candidate/erase.h"

extern const struct candidate_eraser admin_erasers[];

#endif
