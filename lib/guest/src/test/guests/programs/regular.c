#include <regex.h>
#include <stdio.h>

int main(void) {
  static const char *const patterns[] = {"^[a-z]+@[a-z.]+$", "(ab)+c", "([0-9]+)-([0-9]+)", "("};
  static const char *const texts[] = {"me@example.org", "xababcx", "tel 0123-456", "none"};
  for (int p = 0; p < 4; p++) {
    regex_t regex;
    if (regcomp(&regex, patterns[p], REG_EXTENDED)) {
      puts("refused");
      continue;
    }
    for (int t = 0; t < 4; t++) {
      regmatch_t match[3];
      if (regexec(&regex, texts[t], 3, match, 0) == 0) {
        printf("%s in %s: %d-%d %d-%d\n", patterns[p], texts[t], match[0].rm_so, match[0].rm_eo,
               match[1].rm_so, match[1].rm_eo);
      }
    }
    regfree(&regex);
  }
}
