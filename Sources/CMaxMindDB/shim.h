// libmaxminddb as Swift sees it: libmaxminddb(3). MMDB_aget_value(3) takes a path as an array, where MMDB_get_value(3) is variadic.
#pragma once

#include <maxminddb.h>
