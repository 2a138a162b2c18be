#include "platform/salary.h"

#include <stdlib.h>
#include <string.h>

#include "io/field.h"

#define BINS		8	/* of the histogram, about */
#define BINS_MAX	40

void
salaries_clear(struct salaries *s)
{
	free(s->list);
	memset(s, 0, sizeof(*s));
}

/* Without a currency, or with ends that are no sums, it says nothing. */
static bool
read_one(const json_t *one, struct salary *out)
{
	const char	*currency = json_string_value(json_object_get(one,
			    "currency"));
	const double	 min = (double)field_num(one, "salary_min", 0);
	const double	 max = (double)field_num(one, "salary_max", 0);

	if (currency == NULL || strlen(currency) != 3 || (min <= 0 &&
	    max <= 0))
		return false;
	memcpy(out->currency, currency, sizeof(out->currency));
	out->sum = min > 0 && max > 0 ? (min + max) / 2 : min > 0 ? min : max;
	return true;
}

void
salaries_add(struct salaries *s, const json_t *found, bool of_resumes)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(found, i, one) {
		struct salary	got = { .of_resume = of_resumes };

		s->seen[of_resumes]++;
		if (!read_one(one, &got))
			continue;
		s->list = mem_grow(s->list, s->n + 1, sizeof(*s->list));
		s->list[s->n++] = got;
	}
}

/* --- figures --- */

static int
by_sum(const void *a, const void *b)
{
	const double	x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* How many of each: {"RUB": 5}. */
static json_t *
count_currencies(const struct salaries *s)
{
	json_t	*counts = json_object();

	for (size_t i = 0; i < s->n; i++)
		json_object_set_new(counts, s->list[i].currency,
		    json_integer(field_num(counts, s->list[i].currency, 0) +
		    1));
	return counts;
}

/* The most frequent, of equal ones the first that came. */
static const char *
main_currency(const json_t *counts)
{
	const char	*name, *most = NULL;
	json_t		*n;

	json_object_foreach((json_t *)(uintptr_t)counts, name, n)
		if (most == NULL || json_integer_value(n) > field_num(counts,
		    most, 0))
			most = name;
	return most;
}

enum { VACANCIES, RESUMES, BOTH };

/* The sums of a currency, in order. */
struct sums {
	double	*v;
	size_t	 n;
};

static void
sums_clear(struct sums *sums)
{
	free(sums->v);
}

static void
collect(const struct salaries *s, const char *currency, int of,
    struct sums *out)
{
	out->v = mem_zero((s->n + 1) * sizeof(*out->v));
	out->n = 0;
	for (size_t i = 0; i < s->n; i++)
		if (currency != NULL && strcmp(s->list[i].currency,
		    currency) == 0 && (of == BOTH ||
		    s->list[i].of_resume == (of == RESUMES)))
			out->v[out->n++] = s->list[i].sum;
	qsort(out->v, out->n, sizeof(*out->v), by_sum);
}

/* Between the two that are nearest to that part of the way. */
static double
quantile(const struct sums *sums, double part)
{
	const double	at = part * (double)(sums->n - 1);
	const size_t	i = (size_t)at;
	const size_t	next = i + 1 < sums->n ? i + 1 : i;

	return sums->v[i] + (at - (double)i) * (sums->v[next] - sums->v[i]);
}

static json_t *
whole(double sum)
{
	return json_integer((json_int_t)(sum + 0.5));
}

static json_t *
quantile_json(const struct sums *sums, double part)
{
	return sums->n > 0 ? whole(quantile(sums, part)) : json_null();
}

static json_t *
part_json(const struct salaries *s, const char *currency, int of)
{
	cleanup(sums_clear) struct sums	sums = { 0 };

	collect(s, currency, of, &sums);
	return json_pack("{s:I, s:I, s:o}", "seen", (json_int_t)s->seen[of],
	    "sample_size", (json_int_t)sums.n, "median", quantile_json(&sums,
	    0.5));
}

/* --- the histogram --- */

/* 1, 2 or 5 times a power of ten, that is not less. */
static double
nice_step(double least)
{
	static const double	times[] = { 1, 2, 5, 10 };
	double			ten = 1;

	while (ten * 10 <= least)
		ten *= 10;
	for (size_t i = 0; i < nitems(times); i++)
		if (ten * times[i] >= least)
			return ten * times[i];
	return ten * 10;
}

struct bins {
	double	 start, step;
	int64_t	 n;
	int64_t	 count[BINS_MAX][2];
};

/* What lies far from the middle half belongs to the outermost bins, which reach as far. */
static void
lay_bins(const struct sums *sums, struct bins *b)
{
	const double	q1 = quantile(sums, 0.25), q3 = quantile(sums, 0.75);
	const double	reach = 1.5 * (q3 - q1);
	double		low = sums->v[0], high = sums->v[sums->n - 1];

	low = low < q1 - reach ? q1 - reach : low;
	high = high > q3 + reach ? q3 + reach : high;
	b->step = nice_step((high - low) / BINS);
	b->start = (double)(int64_t)(low / b->step) * b->step;
	b->n = (int64_t)((high - b->start) / b->step) + 1;
	if (b->n > BINS_MAX)
		b->n = BINS_MAX;
}

static int64_t
bin_of(const struct bins *b, double sum)
{
	const int64_t	i = sum < b->start ? 0 : (int64_t)((sum - b->start) /
			    b->step);

	return i < b->n ? i : b->n - 1;
}

static json_t *
histogram(const struct salaries *s, const char *currency)
{
	cleanup(sums_clear) struct sums	 sums = { 0 };
	struct bins			 b = { 0 };
	json_t				*list = json_array();

	collect(s, currency, BOTH, &sums);
	if (sums.n == 0)
		return list;
	lay_bins(&sums, &b);
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->list[i].currency, currency) == 0)
			b.count[bin_of(&b, s->list[i].sum)][
			    s->list[i].of_resume]++;
	for (int64_t i = 0; i < b.n; i++) {
		double	from = b.start + (double)i * b.step;
		double	to = from + b.step;

		if (i == 0 && sums.v[0] < from)
			from = sums.v[0];
		if (i == b.n - 1 && sums.v[sums.n - 1] > to)
			to = sums.v[sums.n - 1];
		json_array_append_new(list, json_pack("{s:o, s:o, s:I, s:I}",
		    "from", whole(from), "to", whole(to), "vacancies",
		    (json_int_t)b.count[i][VACANCIES], "resumes",
		    (json_int_t)b.count[i][RESUMES]));
	}
	return list;
}

static json_t *
others_json(const json_t *counts, const char *currency)
{
	json_t		*list = json_array(), *n;
	const char	*name;

	json_object_foreach((json_t *)(uintptr_t)counts, name, n)
		if (strcmp(name, currency) != 0)
			json_array_append_new(list, json_pack("{s:s, s:O}",
			    "currency", name, "count", n));
	return list;
}

json_t *
salaries_json(const struct salaries *s)
{
	own_json json_t			*counts = count_currencies(s);
	const char			*currency = main_currency(counts);
	cleanup(sums_clear) struct sums	 sums = { 0 };

	collect(s, currency, BOTH, &sums);
	return json_pack("{s:s?, s:I, s:o, s:[o, o, o], s:o, s:o, s:o, s:o}",
	    "currency", currency, "sample_size", (json_int_t)sums.n, "median",
	    quantile_json(&sums, 0.5), "quartiles", quantile_json(&sums,
	    0.25), quantile_json(&sums, 0.5), quantile_json(&sums, 0.75),
	    "histogram", histogram(s, currency), "vacancies", part_json(s,
	    currency, VACANCIES), "resumes", part_json(s, currency, RESUMES),
	    "other_currencies", others_json(counts, currency));
}
