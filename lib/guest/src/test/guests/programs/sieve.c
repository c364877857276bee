#include <stdio.h>
#include <stdlib.h>

int main(void) {
  enum { LIMIT = 60000 };
  unsigned char *composite = calloc(LIMIT / 8 + 1, 1);
  int count = 0, last = 0;
  for (int n = 2; n < LIMIT; n++) {
    if (composite[n >> 3] >> (n & 7) & 1) {
      continue;
    }
    count++;
    last = n;
    for (int m = 2 * n; m < LIMIT; m += n) {
      composite[m >> 3] |= 1 << (m & 7);
    }
  }
  printf("%d primes, the last is %d\n", count, last);
}
