/* saved_view: the saved views of the team's tasks, with how many tasks each shows. */
#ifndef TEAM_SAVED_VIEW_H
#define TEAM_SAVED_VIEW_H

#include "account/saved_view_serve.h"

/* A filter is the query of the list, and how list and board show it: group, by, lanes. */
extern const struct saved_view_kind team_saved_views;

#endif
