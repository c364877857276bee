/* What moves floating-point registers, without computing. */
#include "check.h"

static double pair = 1.5;
static double out[2];
static float single = 2.5f, outs;

int main(void) {
  word low, high, control, kind, x;
  __asm__ volatile("ldc1 $f2,%0" : : "m"(pair));
  __asm__ volatile("mfc1 %0,$f2\n\tmfc1 %1,$f3" : "=r"(low), "=r"(high));
  CHECK(low == 0 && high == 0x3ff80000);
  __asm__ volatile("mov.d $f4,$f2\n\tsdc1 $f4,%0" : "=m"(out[0]));
  CHECK(((word *)out)[LOW] == 0 && ((word *)out)[HIGH] == 0x3ff80000);
  __asm__ volatile("lwc1 $f7,%1\n\tmov.s $f6,$f7\n\tswc1 $f6,%0" : "=m"(outs) : "m"(single));
  CHECK(*(word *)&outs == 0x40200000);
  __asm__ volatile("mtc1 %1,$f5\n\tmfc1 %0,$f5" : "=r"(x) : "r"(0xdeadbeef));
  CHECK(x == 0xdeadbeef);
  __asm__ volatile("sdc1 $f4,%0" : "=m"(out[1]));
  CHECK(((word *)out)[2 + LOW] == 0 && ((word *)out)[2 + HIGH] == 0xdeadbeef);
  x = 0xff800fff;
  __asm__ volatile("ctc1 %1,$31\n\tcfc1 %0,$31\n\tcfc1 %2,$0"
                   : "=r"(control), "+r"(x), "=r"(kind));
  CHECK(control == x && kind != 0);
  return 0;
}
