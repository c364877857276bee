#include <stdint.h>
#include <stdio.h>

static uint32_t crc_table[256];

int main(void) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t c = i;
    for (int k = 0; k < 8; k++) {
      c = c & 1 ? 0xedb88320 ^ c >> 1 : c >> 1;
    }
    crc_table[i] = c;
  }
  uint32_t crc = -1, a = 1, b = 0, fnv = 2166136261u;
  uint64_t fnv64 = 14695981039346656037ull;
  for (int i = 0; i < 5000; i++) {
    uint8_t byte = (uint8_t)(i * i >> 3);
    crc = crc_table[(crc ^ byte) & 0xff] ^ crc >> 8;
    a = (a + byte) % 65521, b = (b + a) % 65521;
    fnv = (fnv ^ byte) * 16777619;
    fnv64 = (fnv64 ^ byte) * 1099511628211ull;
  }
  printf("%08x %08x %08x %016llx\n", ~crc, b << 16 | a, fnv, (unsigned long long)fnv64);
}
