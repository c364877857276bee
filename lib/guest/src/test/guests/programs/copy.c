#include <stdio.h>
#include <unistd.h>

/* Half by the library, in odd pieces, half by system calls. */
int main(void) {
  char buffer[777];
  size_t total = 0, n;
  setvbuf(stdin, NULL, _IOFBF, 64);
  while (total < 1500 && (n = fread(buffer, 1, 13, stdin)) > 0) {
    total += fwrite(buffer, 1, n, stdout);
  }
  fflush(stdout);
  ssize_t m;
  while ((m = read(0, buffer, sizeof buffer)) > 0) {
    write(1, buffer + 1, (size_t)m - 1);
    write(1, buffer, 1);
  }
  return m < 0;
}
