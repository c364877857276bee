#include <stdio.h>

static const char program[] =
    "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------."
    "--------.>>+.>++.>>++++[<++++++++>-]<.<<<<<<"
    "++++++++++[>+++++++>++++++++++>+++>+<<<<-]>++.>+.>++.<<<<++++++++++.";

int main(void) {
  static unsigned char tape[1000];
  unsigned char *cell = tape + 100;
  for (const char *p = program; *p; p++) {
    switch (*p) {
      case '>': cell++; break;
      case '<': cell--; break;
      case '+': ++*cell; break;
      case '-': --*cell; break;
      case '.': putchar(*cell); break;
      case '[':
      case ']': {
        int step = *p == '[' ? 1 : -1;
        if ((*p == '[') == (*cell == 0)) {
          for (int depth = step; depth != 0;) {
            p += step;
            depth += *p == '[' ? 1 : *p == ']' ? -1 : 0;
          }
        }
      }
    }
  }
  puts("");
}
