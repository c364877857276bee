#include <inttypes.h>
#include <stdio.h>

static const int64_t values[] = {
    0, 1, -1, 2, 10, 0x7fffffff, 0x80000000ll, 0xffffffffll, 0x100000000ll, INT64_MAX, INT64_MIN,
    -1000000007, 0x123456789abcdefll, -0x7edcba987654321ll};

int main(void) {
  int count = sizeof values / sizeof *values;
  uint64_t hash = 0;
  for (int i = 0; i < count; i++) {
    for (int j = 0; j < count; j++) {
      volatile int64_t x = values[i], y = values[j];
      uint64_t p = (uint64_t)x * y, s = (uint64_t)x + y, d = (uint64_t)x - y;
      hash = hash * 31 + (p ^ s ^ d) + (x < y) + 2 * ((uint64_t)x < (uint64_t)y);
      if (y != 0 && !(x == INT64_MIN && y == -1)) {
        hash = hash * 31 + x / y + 3 * (x % y);
      }
      if (y != 0) {
        hash = hash * 31 + (uint64_t)x / y + (uint64_t)x % y;
      }
      unsigned n = y & 63;
      hash = hash * 31 + ((uint64_t)x << n) + (x >> n) + ((uint64_t)x >> n);
      printf("%" PRIx64 "%c", hash, j == count - 1 ? '\n' : ' ');
    }
  }
  int32_t a = INT32_MIN;
  volatile int32_t three = 3, minus = -7;
  printf("%d %d %u %u\n", a / three, a % minus, (unsigned)a / 7, (unsigned)minus % 10);
}
