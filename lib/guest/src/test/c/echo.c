/* Copies stdin to stdout in pieces whose sizes and alignments change: 1, 2, 3, … */
#include "check.h"

static byte buffer[9000];

int main(void) {
  word size = 1;
  for (;;) {
    byte *at = buffer + size % 7;
    int got = read(STDIN, at, size);
    if (got == 0) break;
    if (got < 0) quit(1);
    if (write(STDOUT, at, got) != got) quit(2);
    size = size * 3 % 8191 + 1;
  }
  if (read(STDIN, buffer, 100) != 0) quit(3);
  return 0;
}
