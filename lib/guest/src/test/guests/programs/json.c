#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char *at =
    "{\"name\": \"guest\", \"sizes\": [1, 22, -333, []], \"nested\": {\"a\": null, \"b\": [true, "
    "false, {\"deep\": \"\\u00e9\\n\\\"quoted\\\"\"}]}, \"big\": 12345678901234567890}";

static void blanks(void) {
  while (isspace((unsigned char)*at)) at++;
}

static void string(void) {
  putchar(*at++);
  while (*at != '"') {
    if (*at == '\\') putchar(*at++);
    putchar(*at++);
  }
  putchar(*at++);
}

static void value(int indent) {
  blanks();
  if (*at == '{' || *at == '[') {
    char close = *at == '{' ? '}' : ']';
    putchar(*at++);
    blanks();
    for (int first = 1; *at != close; first = 0) {
      if (!first) {
        at++;
        putchar(',');
      }
      printf("\n%*s", indent + 2, "");
      blanks();
      if (close == '}') {
        string();
        blanks();
        at++;
        printf(": ");
      }
      value(indent + 2);
      blanks();
    }
    printf("\n%*s%c", indent, "", *at++);
  } else if (*at == '"') {
    string();
  } else {
    while (isalnum((unsigned char)*at) || *at == '-') putchar(*at++);
  }
}

int main(void) {
  value(0);
  puts("");
  return *at == 0 ? 0 : 1;
}
