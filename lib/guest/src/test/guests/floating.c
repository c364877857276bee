#include <stdio.h>
#include <stdlib.h>
#include <math.h>
#include <float.h>
#include <fenv.h>
#include <string.h>
int main(void) {
  const char *numbers[] = {"3.14159265358979323846", "-0.1", "1e308", "2.2250738585072011e-308", "4.9e-324", "0x1.8p-3", "inf", "nan", "123456789.987654321", "1e-10", "0.30000000000000004", "1e23"};
  for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    double x = strtod(numbers[i], 0);
    float f = strtof(numbers[i], 0);
    printf("%s: %f %e %g %a %.17g %.3f | %.9g %a\n", numbers[i], x, x, x, x, x, x, f, f);
    printf("  sqrt %.17g cbrt %.17g sin %.17g cos %.17g tan %.17g exp %.17g log %.17g atan %.17g\n", sqrt(x), cbrt(x), sin(x), cos(x), tan(x), exp(x), log(x), atan(x));
    printf("  pow %.17g fmod %.17g hypot %.17g floor %.1f ceil %.1f rint %.1f trunc %.1f round %.1f\n", pow(x, 1.5), fmod(x, 0.7), hypot(x, 3), floor(x), ceil(x), rint(x), trunc(x), round(x));
    printf("  sinf %.9g powf %.9g sqrtf %.9g logf %.9g\n", sinf(f), powf(f, 0.3f), sqrtf(f), logf(f));
    printf("  %d %lld %u\n", x > -2e9 && x < 2e9 ? (int)x : 0, x > -9e18 && x < 9e18 ? (long long)x : 0, x >= 0 && x < 4e9 ? (unsigned)x : 0);
  }
  double a[50], sum = 0; unsigned s = 12345;
  for (int i = 0; i < 50; i++) { s = s * 1103515245 + 12345; a[i] = (s >> 8) / 1000.0 - 5000; }
  for (int i = 0; i < 50; i++) for (int j = 0; j < 49; j++) if (a[j] > a[j+1]) { double t = a[j]; a[j] = a[j+1]; a[j+1] = t; }
  for (int i = 0; i < 50; i++) sum += a[i] * (i + 1) / 3;
  printf("%.15g %.15g %.15g\n", a[0], a[49], sum);
  fesetround(FE_UPWARD); volatile double one = 1, three = 3; printf("%.20g\n", one / three);
  fesetround(FE_DOWNWARD); printf("%.20g\n", one / three);
  fesetround(FE_TONEAREST); feclearexcept(FE_ALL_EXCEPT); volatile double z = 0; volatile double q = one / z; printf("%g %d\n", q, fetestexcept(FE_ALL_EXCEPT));
  long double ld = 1.0L / 3; printf("%Lf\n", ld);
  double m; int e; m = frexp(1234.5678, &e); printf("%.17g %d %.17g\n", m, e, ldexp(m, 10));
  char b[64]; snprintf(b, sizeof b, "%.40f", 0.1); puts(b);
  printf("%.17g %.17g\n", strtod("1.7976931348623159e308", 0), atof("8.5e-5"));
  return 0;
}
