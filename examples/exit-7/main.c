/* Writes a line to stdout and one to stderr, then exits with status 7. */
#include "guest.h"

int main(void) {
  write(STDOUT, "some output\n", 12);
  write(STDERR, "giving up\n", 10);
  return 7;
}
