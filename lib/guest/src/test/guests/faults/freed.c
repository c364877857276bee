// Here: outside memory
#include <stdio.h>

int main(void) {
  volatile unsigned *high = (volatile unsigned *)0x60000000;
  printf("%u\n", *high);
  return 0;
}
