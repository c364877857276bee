#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void) {
  printf("%d %d %s\n", open("/nowhere/at/all", O_RDONLY), errno, strerror(errno));
  printf("%p %d\n", (void *)fopen("/nowhere/else", "r"), errno);
  printf("%zd %d\n", read(77, &errno, 1), errno);
  printf("%zd %d\n", write(77, "x", 1), errno);
  printf("%d %d\n", close(77), errno);
  printf("%d %d\n", access("/nowhere", R_OK), errno);
  struct stat status;
  printf("%d %d\n", stat("/nowhere", &status), errno);
  printf("%ld %d\n", (long)lseek(77, 0, SEEK_CUR), errno);
  for (int i = 0; i < 10; i++) {
    printf("%s\n", strerror(i * 13));
  }
  return 0;
}
