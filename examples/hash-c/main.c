/* Prints the SHA-256 of stdin in hex. FIPS 180-4, without any library. */
#include "guest.h"

static const word K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static word state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static word rotate(word value, int distance) {
  return value >> distance | value << (32 - distance);
}

static void compress(const word *block) {
  word w[64], v[8];
  for (int i = 0; i < 16; i++) w[i] = __builtin_bswap32(block[i]);
  for (int i = 16; i < 64; i++) {
    word s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
    word s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  for (int i = 0; i < 8; i++) v[i] = state[i];
  for (int i = 0; i < 64; i++) {
    word s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
    word t1 = v[7] + s1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + K[i] + w[i];
    word s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22);
    word t2 = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
    for (int j = 7; j > 0; j--) v[j] = v[j - 1];
    v[4] += t1;
    v[0] = t1 + t2;
  }
  for (int i = 0; i < 8; i++) state[i] += v[i];
}

static union {
  byte bytes[4096];
  word words[1024];
} buffer;

/* Fills the buffer; fewer bytes than it holds only at the end of stdin. */
static int fill(void) {
  int filled = 0;
  while (filled < (int)sizeof buffer) {
    int got = read(STDIN, buffer.bytes + filled, sizeof buffer - filled);
    if (got < 0) quit(1);
    if (got == 0) break;
    filled += got;
  }
  return filled;
}

int main(void) {
  word length = 0;
  for (;;) {
    int filled = fill();
    length += filled;
    int at = 0;
    for (; at + 64 <= filled; at += 64) compress(buffer.words + at / 4);
    if (filled == (int)sizeof buffer) continue;

    /* The last block or two: a one bit, zeros, the length in bits. */
    int end = (filled + 8) / 64 * 64 + 64;
    buffer.bytes[filled] = 0x80;
    for (int i = filled + 1; i < end; i++) buffer.bytes[i] = 0;
    buffer.words[end / 4 - 2] = __builtin_bswap32(length >> 29);
    buffer.words[end / 4 - 1] = __builtin_bswap32(length << 3);
    for (; at < end; at += 64) compress(buffer.words + at / 4);
    break;
  }
  char line[65];
  for (int i = 0; i < 8; i++) put_hex(line + 8 * i, state[i]);
  line[64] = '\n';
  write(STDOUT, line, sizeof line);
  return 0;
}
