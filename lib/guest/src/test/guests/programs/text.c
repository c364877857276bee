#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  char buffer[200], copy[200];
  strcpy(buffer, "The quick brown fox jumps over the lazy dog");
  printf("%zu %s %s\n", strlen(buffer), strchr(buffer, 'q'), strrchr(buffer, 'o'));
  printf("%s %d %d\n", strstr(buffer, "fox"), strcmp("a", "b") < 0, strncmp("abc", "abd", 2));
  strcpy(copy, buffer);
  for (char *save, *word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
    *word = (char)toupper(*word);
    printf("%s,", word);
  }
  printf("\n%ld %lu %lld %ld\n", strtol("-123abc", NULL, 10), strtoul("ffff", NULL, 16),
         strtoll("-9223372036854775808", NULL, 10), strtol("0x7f", NULL, 0));
  for (int from = 0; from < 5; from++) {
    for (int to = 0; to < 5; to++) {
      memcpy(copy, buffer, 44);
      memmove(copy + to, copy + from, 30);
      memset(copy + 33 + from, '-', to);
      printf("%s\n", copy);
    }
  }
  printf("%zu %zu %s\n", strspn("aabbc", "ab"), strcspn("xyz1", "0123"), strpbrk("abc=d", "=:"));
  char *duplicate = strdup("duplicate");
  printf("%s %p\n", duplicate, memchr(duplicate, 'z', 9));
  free(duplicate);
  printf("%d %s\n", memcmp("\x80", "\x7f", 1) > 0, (char *)memmem("haystack", 8, "st", 2));
}
