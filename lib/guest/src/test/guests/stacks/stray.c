/* Writes to where nothing may be written, as stdin says, and goes on as if nothing had been. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

int main(int argc, char **argv) {
  char where[10];
  if (scanf("%9s", where) != 1) return 2;
  size_t page = 4096;
  char *pages = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  char *none = mmap(NULL, page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED || none == MAP_FAILED || mprotect(pages + page, page, PROT_NONE) != 0) return 3;
  if (strcmp(where, "protected") == 0) pages[2 * page - 1] = 1;
  if (strcmp(where, "unmapped") == 0) pages[page] = 1, munmap(pages, 4 * page);
  if (strcmp(where, "unlocked") == 0) pages[page] = 1, mprotect(pages, 4 * page, PROT_READ | PROT_WRITE);
  if (strcmp(where, "replaced") == 0)
    pages[page] = 1, mmap(pages, 4 * page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  if (strcmp(where, "none") == 0) none[0] = 1;
  if (strcmp(where, "above") == 0) memset(argv[argc - 1], 'x', 400);
  puts("done");
  return 0;
}
