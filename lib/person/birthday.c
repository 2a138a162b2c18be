#include "person/birthday.h"

#include <string.h>

#include "base/clock.h"
#include "base/zone.h"

#define OLDEST	"1900-01-01"

bool
person_birthday_ok(const char *text, int64_t now_ms)
{
	int64_t	 day, at;

	return strspn(text, "0123456789-") == ZONE_DAY_SIZE - 1 &&
	    zone_day_read(text, &day) && clock_parse(text, &at) == 0 &&
	    strcmp(text, OLDEST) >= 0 && at <= now_ms;
}
