/* Copies stdin to stdout in aligned pieces of 4096 bytes. */
#include "check.h"

static byte buffer[4096] __attribute__((aligned(4)));

int main(void) {
  int got;
  while ((got = read(STDIN, buffer, sizeof buffer)) > 0) write(STDOUT, buffer, got);
  return got;
}
