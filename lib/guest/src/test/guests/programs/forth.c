#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Words with definitions of their own, read from text. */
static const char source[] =
    ": square dup * ; : cube dup square * ; 7 cube . : fib dup 2 < if else dup 1 - fib swap 2 - "
    "fib + then ; 15 fib . : down begin dup . 1 - dup 0 = until drop ; 5 down 100 7 /mod . . cr";

static struct { char name[16]; const char *body; } words[50];
static int word_count, stack[100], depth;

static const char *token(const char *at, char *out) {
  while (*at == ' ') at++;
  while (*at && *at != ' ') *out++ = *at++;
  *out = 0;
  return at;
}

static const char *skip(const char *at, const char *first, const char *second) {
  char t[32];
  for (int nested = 0;;) {
    at = token(at, t);
    if (nested == 0 && (!strcmp(t, first) || !strcmp(t, second))) return at;
    nested += !strcmp(t, "if") - !strcmp(t, "then");
  }
}

static void run(const char *at) {
  char t[32];
  const char *begin = at;
#define POP stack[--depth]
#define PUSH(x) (stack[depth++] = (x))
  while (*(at = token(at, t)), *t && strcmp(t, ";")) {
    int a, b;
    if (!strcmp(t, ":")) {
      at = token(at, words[word_count].name);
      words[word_count++].body = at;
      at = skip(at, ";", ";");
    } else if (!strcmp(t, "if")) {
      if (!POP) at = skip(at, "else", "then");
    } else if (!strcmp(t, "else")) {
      at = skip(at, "then", "then");
    } else if (!strcmp(t, "then")) {
    } else if (!strcmp(t, "begin")) {
      begin = at;
    } else if (!strcmp(t, "until")) {
      if (!POP) at = begin;
    } else if (!strcmp(t, "dup")) {
      a = POP, PUSH(a), PUSH(a);
    } else if (!strcmp(t, "drop")) {
      depth--;
    } else if (!strcmp(t, "swap")) {
      a = POP, b = POP, PUSH(a), PUSH(b);
    } else if (!strcmp(t, ".")) {
      printf("%d ", POP);
    } else if (!strcmp(t, "cr")) {
      puts("");
    } else if (!strcmp(t, "/mod")) {
      a = POP, b = POP, PUSH(b % a), PUSH(b / a);
    } else if (strchr("+-*<=", *t) && !t[1]) {
      a = POP, b = POP;
      PUSH(*t == '+' ? b + a : *t == '-' ? b - a : *t == '*' ? b * a : *t == '<' ? b < a : b == a);
    } else {
      int i = word_count;
      while (--i >= 0 && strcmp(words[i].name, t)) {
      }
      if (i >= 0) {
        run(words[i].body);
      } else {
        PUSH(atoi(t));
      }
    }
  }
}

int main(void) { run(source); }
