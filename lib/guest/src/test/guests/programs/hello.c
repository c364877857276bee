#include <stdio.h>

int main(int argc, char **argv) {
  puts("hello, world");
  printf("%d argument, %s\n", argc, argv[0]);
  return 0;
}
