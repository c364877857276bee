#include <math.h>
#include <stdio.h>

typedef struct {
  double x[3], v[3], mass;
} body;

static body bodies[3] = {{{0, 0, 0}, {0, 0, 0}, 39.47},
                         {{4.84, -1.16, -0.10}, {0.606, 2.81, -0.02}, 0.037},
                         {{8.34, 4.12, -0.4}, {-1.01, 1.82, 0.008}, 0.011}};

int main(void) {
  for (int step = 0; step < 100; step++) {
    for (int i = 0; i < 3; i++) {
      for (int j = i + 1; j < 3; j++) {
        double d[3], square = 0;
        for (int k = 0; k < 3; k++) {
          d[k] = bodies[i].x[k] - bodies[j].x[k];
          square += d[k] * d[k];
        }
        double pull = 0.01 / (square * sqrt(square));
        for (int k = 0; k < 3; k++) {
          bodies[i].v[k] -= d[k] * bodies[j].mass * pull;
          bodies[j].v[k] += d[k] * bodies[i].mass * pull;
        }
      }
    }
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 3; k++) {
        bodies[i].x[k] += 0.01 * bodies[i].v[k];
      }
    }
  }
  for (int i = 0; i < 3; i++) {
    printf("%.9f %.9f %.9f\n", bodies[i].x[0], bodies[i].x[1], bodies[i].x[2]);
  }
}
