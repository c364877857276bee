#include <setjmp.h>
#include <stdio.h>

static jmp_buf outer, inner;

static void deep(int depth) {
  if (depth == 0) {
    longjmp(outer, 7);
  }
  deep(depth - 1);
  puts("never");
}

int main(void) {
  volatile int times = 0;
  int value = setjmp(outer);
  if (value == 0) {
    deep(20);
  }
  printf("came back with %d\n", value);
  if (setjmp(inner) < 3) {
    times++;
    longjmp(inner, times);
  }
  printf("%d times\n", times);
  sigjmp_buf with_mask;
  if (sigsetjmp(with_mask, 1) == 0) {
    siglongjmp(with_mask, 1);
  }
  puts("done");
}
