/* hh: HH.ru (HeadHunter) and its sites in other countries, for the machine of all job boards.
 * Source: HeadHunter API, "Поиск резюме", "Авторизация", "Ошибки и коды ответов". */
#ifndef HH_HH_H
#define HH_HH_H

#include "platform/platform.h"

extern const struct platform hh_platform;

#endif
