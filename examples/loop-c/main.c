/* Reads a decimal number N from stdin, does N rounds of mixing, prints a checksum: work by the yard. */
#include "guest.h"

int main(void) {
  char digits[16];
  int size = read(STDIN, digits, sizeof digits);
  word rounds = 0;
  for (int i = 0; i < size && digits[i] >= '0' && digits[i] <= '9'; i++) {
    rounds = rounds * 10 + (digits[i] - '0');
  }
  static word table[256];
  word x = 0x2545f491;
  for (word i = 0; i < rounds; i++) {
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    table[i & 255] = table[(x >> 8) & 255] * 0x9e3779b1 + x;
  }
  for (int i = 0; i < 256; i++) x = x * 31 + table[i];
  char line[9];
  put_hex(line, x);
  line[8] = '\n';
  write(STDOUT, line, sizeof line);
  return 0;
}
