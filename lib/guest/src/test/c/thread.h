/* Threads as tests need them: run a function to its end, on a small stack. */
#ifndef THREAD_H
#define THREAD_H

#include "check.h"

enum { THREAD = 0x10000 | 0x100 | 0x200 | 0x400 | 0x800 };

static byte stacks[4][2048] __attribute__((aligned(8)));
static void (*volatile task)(void);

__attribute__((used)) static void run(void) {
  task();
  call(4001, 0, 0, 0);
}

/* Lets the new thread run until it waits. */
static void spawn(int stack, void (*what)(void)) {
  task = what;
  register int v0 __asm__("$2") = 4120;
  register int a0 __asm__("$4") = THREAD;
  register byte *a1 __asm__("$5") = stacks[stack] + 2000;
  register int a3 __asm__("$7") = 0;
  __asm__ volatile(
      ".set push\n\t.set noreorder\n\t"
      "syscall\n\tbnez $2,1f\n\tnop\n\t"
      "addiu $sp,$sp,-64\n\tjal run\n\tnop\n"
      "1:\t.set pop"
      : "+r"(v0), "+r"(a3)
      : "r"(a0), "r"(a1)
      : "memory", "$1", "$3", "$6", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "$31", "hi",
        "lo");
  call(4162, 0, 0, 0);
}

#endif
