#include <stdio.h>
#include <time.h>

int main(void) {
  static const time_t moments[] = {0, 951782400, 1700000000, 2147483647, -86400};
  for (int i = 0; i < 5; i++) {
    struct tm tm;
    char text[80];
    gmtime_r(&moments[i], &tm);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %a %j %U", &tm);
    printf("%s %ld\n", text, (long)timegm(&tm));
  }
}
