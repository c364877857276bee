/* Memory that tests fill, and look at. */
#ifndef FILLED_H
#define FILLED_H

#include "guest.h"

static int is(word at, word size, byte value) {
  for (word i = 0; i < size; i++)
    if (((byte *)at)[i] != value) return 0;
  return 1;
}

static void fill(word at, word size) {
  for (word i = 0; i < size; i++) ((byte *)at)[i] = 0xee;
}

#endif
