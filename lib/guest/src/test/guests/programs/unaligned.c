#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct __attribute__((packed)) record {
  uint8_t a;
  uint32_t b;
  uint16_t c;
  uint64_t d;
  int32_t e;
};

int main(void) {
  unsigned char bytes[64];
  for (int i = 0; i < 64; i++) {
    bytes[i] = (unsigned char)(i * 37 + 11);
  }
  for (int i = 0; i < 8; i++) {
    struct record *r = (struct record *)(bytes + i);
    r->b += 0x01020304;
    r->d ^= (uint64_t)r->c << 30;
    r->e = -r->e;
    printf("%08x %04x %016llx %d\n", r->b, r->c, (unsigned long long)r->d, r->e);
  }
  for (int i = 0; i < 64; i++) {
    printf("%02x", bytes[i]);
  }
  puts("");
}
