// Here: the stack of
#include <stdio.h>
#include <string.h>

__attribute__((noinline)) static int deeper(int depth) {
  volatile char room[1000];
  memset((char *)room, depth, sizeof room);
  return deeper(depth + 1) + room[depth % 1000];
}

int main(void) {
  printf("%d\n", deeper(1));
  return 0;
}
