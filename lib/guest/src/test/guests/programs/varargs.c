#include <stdarg.h>
#include <stdio.h>

struct pair {
  int x;
  long long y;
};

static long long sum(const char *kinds, ...) {
  va_list list, again;
  va_start(list, kinds);
  va_copy(again, list);
  long long total = 0;
  for (const char *k = kinds; *k; k++) {
    switch (*k) {
      case 'i': total += va_arg(list, int); break;
      case 'l': total += va_arg(list, long long); break;
      case 's': total += *va_arg(list, const char *); break;
      case 'p': {
        struct pair pair = va_arg(list, struct pair);
        total += pair.x * pair.y;
      }
    }
  }
  va_end(list);
  total ^= va_arg(again, int);
  va_end(again);
  return total;
}

static int to(char *buffer, const char *format, ...) {
  va_list list;
  va_start(list, format);
  int length = vsprintf(buffer, format, list);
  va_end(list);
  return length;
}

int main(void) {
  struct pair pair = {3, -1000000000000ll};
  printf("%lld\n", sum("ilisl", 1, 1ll << 40, -5, "x", -(1ll << 50)));
  printf("%lld\n", sum("ipilp", 1, pair, 2, 3ll, pair));
  char buffer[100];
  int length = to(buffer, "%c%hhd%hu%lld%s%%", 'a', 300, 70000, -1ll, "end");
  printf("%d %s\n", length, buffer);
}
