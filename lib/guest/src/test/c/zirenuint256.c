/* Ziren's precompiles: long multiplication. */
#include "precompile.h"

static void make(word which, word argument) {
  if (which == 0) CALL(0x0101001d, (word)x + argument, y);
  if (which == 1) {
    register word lo __asm__("$6") = (word)x;
    register word hi __asm__("$7") = (word)(x + 64);
    __asm__ volatile("move $4,%0\n\tmove $5,%1\n\tli $2,0x0101002f\n\tsyscall" ::"r"(y), "r"(y + 8), "r"(lo), "r"(hi)
                     : "memory", "$2", "$4", "$5");
    (void)argument;
  }
}
