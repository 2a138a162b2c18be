/* store_int: what reads and writes need of the store. */
#ifndef INDEX_STORE_INT_H
#define INDEX_STORE_INT_H

#include "index/kv.h"

struct err;
struct index_store;

/* Opens the file anew when it was damaged or replaced. */
int	index_store_kv(struct index_store *, struct kv **, struct err *);

#endif
