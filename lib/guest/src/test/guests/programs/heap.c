#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 200 };

int main(void) {
  static unsigned char *block[SLOTS];
  static size_t size[SLOTS];
  unsigned state = 99, sum = 0;
  for (int step = 0; step < 4000; step++) {
    state = state * 1664525 + 1013904223;
    int slot = (state >> 10) % SLOTS;
    size_t wanted = (state >> 20) % 100 == 0 ? 200000 : (state >> 20) % 700;
    if (block[slot]) {
      for (size_t i = 0; i < size[slot]; i += 97) {
        if (block[slot][i] != (unsigned char)slot) {
          printf("block %d is damaged at %zu\n", slot, i);
          return 1;
        }
      }
    }
    switch (state >> 30) {
      case 0:
        free(block[slot]);
        block[slot] = NULL;
        size[slot] = 0;
        continue;
      case 1:
        block[slot] = realloc(block[slot], wanted + 1);
        break;
      case 2:
        free(block[slot]);
        block[slot] = calloc(1, wanted + 1);
        sum += block[slot][wanted];
        break;
      default:
        free(block[slot]);
        block[slot] = memalign(64, wanted + 1);
        sum += (size_t)block[slot] % 64;
    }
    size[slot] = wanted;
    memset(block[slot], slot, wanted);
    sum += wanted;
  }
  printf("%u\n", sum);
}
