#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

int main(void) {
  printf("[%5d][%-5d][%05d][%+d][% d][%x][%#x][%#o][%X]\n", 42, 42, 42, 42, 42, 255, 255, 8, 48879);
  printf("[%8s][%-8s][%.2s][%c][%5c][%%]\n", "text", "text", "text", 'c', 'd');
  printf("[%ld][%lu][%lld][%llu][%hhd][%hd][%zu][%td]\n", -1L, ~0UL, INT64_MIN, UINT64_MAX,
         (signed char)-128, (short)-32768, sizeof(int), (ptrdiff_t)-5);
  printf("[%*d][%-*d][%.*s][%10.4d]\n", 6, 1, 6, 2, 3, "abcdef", 77);
  printf("[%" PRIx64 "][%" PRId8 "][%jd]\n", (uint64_t)0xdeadbeefcafef00d, (int8_t)-3, (intmax_t)9);
  char buffer[8];
  int length = snprintf(buffer, sizeof buffer, "%s-%d", "truncated", 12345);
  printf("%d %s\n", length, buffer);
  int n;
  printf("count%n\n", &n);
  printf("%2$s %1$d\n", n, "positional");
  fprintf(stderr, "to stderr, not compared\n");
}
