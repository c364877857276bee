// Here: holds no code
#include <stdio.h>

int main(void) {
  void (*volatile function)(void) = 0;
  puts("before");
  fflush(stdout);
  function();
  puts("after");
  return 0;
}
