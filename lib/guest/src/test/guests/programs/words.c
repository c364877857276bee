#include <ctype.h>
#include <stdio.h>

int main(void) {
  int c, lines = 0, words = 0, bytes = 0, inside = 0, histogram[26] = {0};
  while ((c = getchar()) != EOF) {
    bytes++;
    lines += c == '\n';
    words += !inside && !isspace(c);
    inside = !isspace(c);
    if (isalpha(c)) {
      histogram[tolower(c) - 'a']++;
    }
  }
  printf("%d %d %d\n", lines, words, bytes);
  for (int i = 0; i < 26; i++) {
    printf("%c%d ", 'a' + i, histogram[i]);
  }
  puts("");
}
