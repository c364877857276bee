#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint8_t sbox[256];

static uint8_t twice(uint8_t x) { return (uint8_t)(x << 1 ^ (x & 0x80 ? 0x1b : 0)); }

static void make_sbox(void) {
  uint8_t p = 1, q = 1;
  do {
    p ^= twice(p);
    q ^= q << 1, q ^= q << 2, q ^= q << 4;
    q ^= q & 0x80 ? 9 : 0;
    uint8_t x = q;
    for (int i = 1; i < 5; i++) {
      x ^= (uint8_t)(q << i | q >> (8 - i));
    }
    sbox[p] = x ^ 0x63;
  } while (p != 1);
  sbox[0] = 0x63;
}

int main(void) {
  uint8_t key[176], s[16], t[16], constant = 1;
  make_sbox();
  for (int i = 0; i < 16; i++) {
    key[i] = (uint8_t)i, s[i] = (uint8_t)(i * 0x11);
  }
  for (int i = 16; i < 176; i += 4) {
    uint8_t w[4];
    memcpy(w, key + i - 4, 4);
    if (i % 16 == 0) {
      uint8_t first = w[0];
      w[0] = sbox[w[1]] ^ constant, w[1] = sbox[w[2]], w[2] = sbox[w[3]], w[3] = sbox[first];
      constant = twice(constant);
    }
    for (int k = 0; k < 4; k++) {
      key[i + k] = key[i + k - 16] ^ w[k];
    }
  }
  for (int round = 0; round <= 10; round++) {
    if (round > 0) {
      for (int i = 0; i < 16; i++) {
        t[i] = sbox[s[(i * 5) % 16]];
      }
      for (int c = 0; c < 16 && round < 10; c += 4) {
        uint8_t all = t[c] ^ t[c + 1] ^ t[c + 2] ^ t[c + 3], first = t[c];
        for (int k = 0; k < 4; k++) {
          t[c + k] ^= all ^ twice(t[c + k] ^ (k == 3 ? first : t[c + k + 1]));
        }
      }
      memcpy(s, t, 16);
    }
    for (int i = 0; i < 16; i++) {
      s[i] ^= key[16 * round + i];
    }
  }
  for (int i = 0; i < 16; i++) {
    printf("%02x", s[i]);
  }
  puts("");
}
