/* Three threads that wait for each other. */
#include "check.h"

static byte stacks[2][512] __attribute__((aligned(8)));
static volatile word gate;

__attribute__((used)) static void wait_for_ever(void) {
  call(4238, (int)&gate, 128, 0);
  quit(1);
}

static void spawn(byte *stack) {
  register int v0 __asm__("$2") = 4120;
  register int a0 __asm__("$4") = 0x10f00;
  register byte *a1 __asm__("$5") = stack + 480;
  register int a3 __asm__("$7") = 0;
  __asm__ volatile(
      ".set push\n\t.set noreorder\n\tsyscall\n\tbnez $2,1f\n\tnop\n\tjal wait_for_ever\n\tnop\n"
      "1:\n\t.set pop"
      : "+r"(v0), "+r"(a3)
      : "r"(a0), "r"(a1)
      : "memory", "$1", "$3", "$6", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24",
        "$25", "$31", "hi", "lo");
}

int main(void) {
  spawn(stacks[0]);
  spawn(stacks[1]);
  write(STDOUT, "waiting\n", 8);
  wait_for_ever();
  return 0;
}
