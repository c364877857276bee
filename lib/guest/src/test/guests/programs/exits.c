#include <stdio.h>
#include <stdlib.h>

static void last(void) { puts("last"); }

static void first(void) { puts("first"); }

__attribute__((constructor)) static void before(void) { puts("before main"); }

__attribute__((destructor)) static void after(void) { puts("after main"); }

int main(void) {
  atexit(last);
  atexit(first);
  printf("no newline at the end of this");
  exit(259);
}
