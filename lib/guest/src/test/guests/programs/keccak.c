#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint64_t rotate(uint64_t x, int n) { return n ? x << n | x >> (64 - n) : x; }

static void permute(uint64_t a[25]) {
  uint8_t lfsr = 1;
  for (int round = 0; round < 24; round++) {
    uint64_t c[5], b[25];
    for (int x = 0; x < 5; x++) {
      c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
    }
    for (int i = 0; i < 25; i++) {
      a[i] ^= c[(i + 4) % 5] ^ rotate(c[(i + 1) % 5], 1);
    }
    int x = 1, y = 0;
    b[0] = a[0];
    for (int t = 0; t < 24; t++) {
      int to_x = y, to_y = (2 * x + 3 * y) % 5;
      b[to_x + 5 * to_y] = rotate(a[x + 5 * y], (t + 1) * (t + 2) / 2 % 64);
      x = to_x, y = to_y;
    }
    for (int i = 0; i < 25; i++) {
      int row = i / 5 * 5;
      a[i] = b[i] ^ (~b[row + (i + 1) % 5] & b[row + (i + 2) % 5]);
    }
    for (int j = 0; j < 7; j++) {
      if (lfsr & 1) {
        a[0] ^= (uint64_t)1 << ((1 << j) - 1);
      }
      lfsr = lfsr << 1 ^ (lfsr & 0x80 ? 0x71 : 0);
    }
  }
}

int main(void) {
  for (int length = 0; length < 300; length += 97) {
    uint64_t state[25] = {0};
    uint8_t padded[408] = {0};
    for (int i = 0; i < length; i++) {
      padded[i] = (uint8_t)(i * 7);
    }
    int blocks = length / 136 + 1;
    padded[length] ^= 6;
    padded[blocks * 136 - 1] ^= 0x80;
    for (int block = 0; block < blocks; block++) {
      for (int i = 0; i < 136; i++) {
        state[i / 8] ^= (uint64_t)padded[block * 136 + i] << 8 * (i % 8);
      }
      permute(state);
    }
    for (int i = 0; i < 32; i++) {
      printf("%02x", (unsigned)(state[i / 8] >> 8 * (i % 8)) & 0xff);
    }
    puts("");
  }
}
