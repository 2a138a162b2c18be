/* birthday: the one rule for a day of birth. */
#ifndef PERSON_BIRTHDAY_H
#define PERSON_BIRTHDAY_H

#include <stdbool.h>
#include <stdint.h>

/* "1990-05-31": a day of the calendar from 1900 on that is over at that moment (ms). */
bool	 person_birthday_ok(const char *, int64_t now_ms);

#endif
