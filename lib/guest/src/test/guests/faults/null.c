// Here: null pointer, address 0x8
#include <stdio.h>

struct three {
  int first, second, third;
};

__attribute__((noinline)) static int third(volatile struct three *s) { return s->third; }

int main(void) {
  puts("before");
  fflush(stdout);
  printf("%d\n", third(0));
  return 0;
}
