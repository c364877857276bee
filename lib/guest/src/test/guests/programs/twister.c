#include <stdint.h>
#include <stdio.h>

static uint32_t state[624];

int main(void) {
  state[0] = 5489;
  for (int i = 1; i < 624; i++) {
    state[i] = 1812433253u * (state[i - 1] ^ state[i - 1] >> 30) + i;
  }
  uint32_t y = 0;
  for (int n = 0, i = 0; n < 1300; n++, i = (i + 1) % 624) {
    uint32_t x = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7fffffff);
    state[i] = state[(i + 397) % 624] ^ x >> 1 ^ (x & 1 ? 0x9908b0df : 0);
    y = state[i];
    y ^= y >> 11, y ^= y << 7 & 0x9d2c5680, y ^= y << 15 & 0xefc60000, y ^= y >> 18;
    if (n % 100 == 0) {
      printf("%u\n", y);
    }
  }
}
