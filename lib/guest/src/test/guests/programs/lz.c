#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint8_t text[3000], packed[6000], again[3000];

int main(void) {
  for (int i = 0; i < 3000; i++) {
    text[i] = (uint8_t)"abracadabra, to be or not to be: "[(i * i / 7 + i) % 33];
  }
  int out = 0, heads[1024];
  memset(heads, -1, sizeof heads);
  for (int i = 0; i < 3000;) {
    unsigned hash = (text[i] * 33u ^ text[i + 1] * 7u ^ text[i + 2]) & 1023;
    int from = heads[hash], length = 0;
    heads[hash] = i;
    while (from >= 0 && i + length < 3000 && length < 255 && text[from + length] == text[i + length])
      length++;
    if (length > 3) {
      packed[out++] = 1;
      packed[out++] = (uint8_t)length;
      packed[out++] = (uint8_t)((i - from) >> 8);
      packed[out++] = (uint8_t)(i - from);
      i += length;
    } else {
      packed[out++] = 0;
      packed[out++] = text[i++];
    }
  }
  int n = 0;
  for (int i = 0; i < out;) {
    if (packed[i]) {
      int distance = packed[i + 2] << 8 | packed[i + 3];
      for (int k = 0; k < packed[i + 1]; k++, n++) {
        again[n] = again[n - distance];
      }
      i += 4;
    } else {
      again[n++] = packed[i + 1];
      i += 2;
    }
  }
  printf("%d of %d, %s\n", out, n, memcmp(text, again, 3000) ? "different" : "the same");
}
