#include <stdio.h>
#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int main(void) {
  const char *text = "Many hands make light work.";
  for (size_t length = 0; length <= strlen(text); length++) {
    char out[50], *to = out;
    for (size_t i = 0; i < length; i += 3) {
      unsigned group = (unsigned)text[i] << 16;
      group |= i + 1 < length ? (unsigned)text[i + 1] << 8 : 0;
      group |= i + 2 < length ? (unsigned)text[i + 2] : 0;
      for (int k = 0; k < 4; k++) {
        *to++ = i + k > length ? '=' : digits[group >> (18 - 6 * k) & 63];
      }
    }
    *to = 0;
    puts(out);
  }
}
