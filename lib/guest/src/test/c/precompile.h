/* A guest for one group of Ziren's precompiles: makes the calls that its inputs say, gives back what they did. */
#ifndef PRECOMPILE_H
#define PRECOMPILE_H

#include "ziren.h"

static word x[128];
static word y[256];

/* Makes the call of this number among those of the group, with one argument that is no address. */
static void make(word which, word argument);

int main(void) {
  word count;
  hint_read(&count, 4);
  while (count--) {
    word what[2];
    hint_read(what, 8);
    word size = hint_len();
    CHECK(size <= sizeof x);
    hint_read(x, size);
    word other = hint_len();
    CHECK(other <= sizeof y);
    hint_read(y, other);
    make(what[0], what[1]);
    ziren_write(VALUES, x, size);
  }
  halt(0);
  return 99;
}

/* A call whose number a compiler puts together in the text. */
#define CALL(number, a, b) \
  __asm__ volatile(        \
      "move $4,%0\n\tmove $5,%1\n\tli $2,%2\n\tsyscall" ::"r"(a), "r"(b), "i"(number) : "memory", "$2", "$4", "$5")

#endif
