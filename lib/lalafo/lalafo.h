/* lalafo: Lalafo (Kyrgyzstan), for the machine of all job boards. Its ads have no description and
 * no promises: an integration begins switched off. Source: answers of the site, recorded. */
#ifndef LALAFO_LALAFO_H
#define LALAFO_LALAFO_H

#include "platform/platform.h"

extern const struct platform lalafo_platform;

#endif
