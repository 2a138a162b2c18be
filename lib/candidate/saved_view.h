/* saved_view: the saved views of the candidates, with how many each shows. */
#ifndef CANDIDATE_SAVED_VIEW_H
#define CANDIDATE_SAVED_VIEW_H

#include "account/saved_view_serve.h"

/* A filter is the query of the list. */
extern const struct saved_view_kind candidate_saved_views;

#endif
