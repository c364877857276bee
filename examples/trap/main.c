/* Reaches a word that is no instruction. */
#include "guest.h"

__attribute__((noinline)) static void reach(void) {
  __asm__ volatile(".globl reserved\nreserved: .word 0x0000003f");
}

int main(void) {
  write(STDERR, "about to trap\n", 14);
  reach();
  return 0;
}
