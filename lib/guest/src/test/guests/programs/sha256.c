#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint32_t K[64];

static uint32_t rotate(uint32_t x, int n) { return x >> n | x << (32 - n); }

/* Multiplies a number of four limbs. */
static void multiply(uint32_t *limbs, uint64_t by) {
  uint32_t product[4] = {0};
  for (int half = 0; half < 2; half++) {
    uint64_t carry = 0;
    for (int i = half; i < 4; i++) {
      carry += product[i] + (uint64_t)limbs[i - half] * (uint32_t)(by >> 32 * half);
      product[i] = (uint32_t)carry;
      carry >>= 32;
    }
  }
  memcpy(limbs, product, sizeof product);
}

/* The first 32 bits of the fraction of a prime's root. */
static uint32_t fraction(uint32_t prime, int degree) {
  uint64_t low = 0, high = (uint64_t)1 << 37;
  while (high - low > 1) {
    uint64_t middle = (low + high) / 2;
    uint32_t power[4] = {1};
    for (int i = 0; i < degree; i++) {
      multiply(power, middle);
    }
    if (power[3] > 0 && degree == 2 || power[degree] >= prime) {
      high = middle;
    } else {
      low = middle;
    }
  }
  return (uint32_t)low;
}

static void compress(uint32_t *state, const uint8_t *block) {
  uint32_t w[64], v[8];
  for (int i = 0; i < 16; i++) {
    w[i] = (uint32_t)block[4 * i] << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 |
           block[4 * i + 3];
  }
  for (int i = 16; i < 64; i++) {
    uint32_t s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
    uint32_t s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  memcpy(v, state, sizeof v);
  for (int i = 0; i < 64; i++) {
    uint32_t s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
    uint32_t t1 = v[7] + s1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + K[i] + w[i];
    uint32_t s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22);
    uint32_t t2 = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
    memmove(v + 1, v, 7 * sizeof *v);
    v[4] += t1;
    v[0] = t1 + t2;
  }
  for (int i = 0; i < 8; i++) {
    state[i] += v[i];
  }
}

int main(void) {
  uint32_t state[8];
  for (int n = 2, found = 0; found < 64; n++) {
    int prime = 1;
    for (int d = 2; d * d <= n; d++) {
      prime &= n % d != 0;
    }
    if (prime) {
      if (found < 8) {
        state[found] = fraction(n, 2);
      }
      K[found++] = fraction(n, 3);
    }
  }
  uint8_t block[64] = "abc\x80";
  block[63] = 24;
  compress(state, block);
  for (int i = 0; i < 8; i++) {
    printf("%08x", state[i]);
  }
  puts("");
}
