#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  static const double values[] = {0, -0.0, 1, -1.5, 0.1, 1e300, -1e-300, DBL_MIN / 3, M_PI, 123456.789};
  for (int i = 0; i < 10; i++) {
    volatile double x = values[i], y = values[(i + 3) % 10];
    printf("%g %.17g %a %e %.3f\n", x, x + y, x * y, x / y, fmod(y, x));
    printf("%d %d %d %ld %u\n", x < y, x == y, isnan(x / y), lrint(fmin(x, 1e6)), (unsigned)(y > 0 && y < 9 ? y : 7));
    printf("%.15g %.15g %.15g\n", sqrt(fabs(x)), sin(y), exp(-fabs(x)));
  }
  float f = 1;
  for (int i = 1; i < 20; i++) {
    f = f * 1.1f + 1.0f / (float)i;
  }
  printf("%.9g %.17g %lld %d\n", f, (double)f / 3, (long long)(f * 1e9f), (int)-f);
  printf("%g %g %g\n", strtod("1.7976931348623157e308", NULL), atof("-4.9e-324"), strtod("0x1.8p3", NULL));
  printf("%f %f %d\n", INFINITY, -NAN, isinf(HUGE_VAL));
  printf("%.10g %.10g %.10g\n", pow(2, 0.5), log(10), atan2(1, -1));
  double sum = 0;
  for (int i = 1; i <= 500; i++) {
    sum += 1.0 / i;
  }
  printf("%.17g %Lg\n", sum, (long double)sum);
}
