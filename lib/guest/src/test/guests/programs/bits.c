#include <stdint.h>
#include <stdio.h>

static uint32_t rotr(uint32_t x, unsigned n) { return x >> (n & 31) | x << (-n & 31); }

int main(void) {
  uint32_t x = 0x9e3779b9;
  for (int i = 0; i < 40; i++) {
    x ^= x << 13, x ^= x >> 17, x ^= x << 5;
    volatile uint32_t v = x >> (i & 31);
    uint64_t w = (uint64_t)x << 32 | v;
    printf("%x %d %d %d %d %x %x ", v, v ? __builtin_clz(v) : 32, v ? __builtin_ctz(v) : 32,
           __builtin_popcount(v), __builtin_parity(v), __builtin_bswap32(v), rotr(v, i));
    printf("%d %d %llx %x %d %d\n", w ? __builtin_clzll(w) : 64, __builtin_ffs((int)v),
           (unsigned long long)__builtin_bswap64(w), __builtin_bswap16((uint16_t)v), (int8_t)v,
           (int16_t)v);
    struct { unsigned a : 5, b : 11; int c : 9; unsigned d : 7; } f = {v, v >> 5, (int)v >> 16, v};
    f.b += f.a;
    f.c -= 1;
    printf("%u %u %d %u\n", f.a, f.b, f.c, f.d);
  }
}
