/*
 * Begins as Ziren's guests do: with a stack at the end of Ziren's memory, and with a bump allocator behind the
 * program. In the name that Rust gives the allocator's variable is what tells it.
 */
#include "ziren.h"

extern byte _end[];

static word *heap __asm__("_ZN3zkm8syscalls6memory17sys_alloc_aligned8HEAP_POS17h0123456789abcdefE");

__asm__("\
.set noreorder\n\
.globl begin\n\
begin:\n\
  lui $sp,0x7f00\n\
  jal __start\n\
  nop\n\
.set reorder");

static word *allocate(word words) {
  if (heap == 0) heap = (word *)_end;
  word *at = heap;
  heap += words;
  return at;
}

static word depth(word n) {
  volatile word here[64];
  here[n & 63] = n;
  return n == 0 ? 0 : depth(n - 1) + here[n & 63] - n + 1;
}

int main(void) {
  word *first = allocate(1 << 18);
  for (word i = 0; i < 1 << 18; i++) CHECK(first[i] == 0);
  for (word i = 0; i < 1 << 18; i++) first[i] = ~i;
  CHECK(depth(150) == 150);
  for (word i = 0; i < 1 << 18; i++) CHECK(first[i] == ~i);
  word *input = allocate((hint_len() + 3) / 4);
  word size = hint_len();
  hint_read(input, size);
  ziren_write(VALUES, input, size);
  halt(0);
  return 99;
}
