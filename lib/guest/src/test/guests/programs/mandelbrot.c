#include <stdio.h>

int main(void) {
  for (int row = -6; row <= 6; row++) {
    for (int column = -20; column <= 8; column++) {
      float cx = (float)column / 10, cy = (float)row / 5, x = 0, y = 0;
      int n = 0;
      while (n < 20 && x * x + y * y < 4) {
        float t = x * x - y * y + cx;
        y = 2 * x * y + cy;
        x = t;
        n++;
      }
      putchar(" .:-=+*#%@"[n / 2 > 9 ? 9 : n / 2]);
    }
    puts("|");
  }
}
