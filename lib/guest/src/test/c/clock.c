/* The clock moves, by itself and through sleep. */
#include "check.h"

static word now[2], later[2];

static int before(const word *a, const word *b) {
  return a[0] < b[0] || (a[0] == b[0] && a[1] < b[1]);
}

int main(void) {
  CHECK(call(4263, 1, (int)now, 0) == 0);
  CHECK(now[0] == 946684800 && now[1] < 1000000000);
  CHECK(call(4263, 0, (int)later, 0) == 0 && before(now, later));
  static const word nap[2] = {3, 999999999};
  CHECK(call(4166, (int)nap, 0, 0) == 0);
  CHECK(call(4263, 0, (int)later, 0) == 0);
  CHECK(later[0] == 946684804 && later[1] < 1000000000);
  word wide[4] = {1, 2, 3, 4};
  CHECK(call(4403, 0, (int)wide, 0) == 0 && wide[LOW] == 946684804 && wide[HIGH] == 0);
  CHECK(wide[2 + LOW] < 1000000000 && wide[2 + HIGH] == 0);
  word day[2];
  CHECK(call(4078, (int)day, 0, 0) == 0 && day[0] == 946684804 && day[1] < 1000000);
  word seconds;
  CHECK(call(4013, (int)&seconds, 0, 0) == 946684804 && seconds == 946684804);
  word until[2] = {946684900, 5};
  CHECK(call6(4265, 1, 1, (int)until, 0, 0, 0) == 0);
  CHECK(call(4263, 0, (int)later, 0) == 0 && later[0] == 946684900);
  word resolution[2] = {9, 9};
  CHECK(call(4264, 0, (int)resolution, 0) == 0 && resolution[0] == 0 && resolution[1] == 1);
  for (int i = 0; i < 200000; i++) call(4263, 0, (int)now, 0);
  CHECK(now[0] >= 946684901 && now[0] <= 946684903 && now[1] < 1000000000);

  /* poll without anything to ask for sleeps */
  call(4263, 0, (int)now, 0);
  CHECK(call(4188, 0, 0, 1500) == 0 && call(4263, 0, (int)later, 0) == 0);
  CHECK(later[0] - now[0] >= 1 && later[0] - now[0] <= 2);
  CHECK(call(4406, 0, (int)wide, 0) == 0 && wide[LOW] == 0 && wide[HIGH] == 0);
  CHECK(wide[2 + LOW] == 1 && wide[2 + HIGH] == 0);

  /* times that have no place in 31 bits */
  word past[4] = {[LOW] = 5, [HIGH] = -1}, far[4] = {[LOW] = 0x80000005, [HIGH] = 0}, early[2] = {-1, 0};
  CHECK(call6(4407, 1, 1, (int)past, 0, 0, 0) == -22);
  CHECK(call(4166, (int)early, 0, 0) == -22 && call6(4265, 1, 1, (int)early, 0, 0, 0) == -22);
  CHECK(call6(4407, 1, 1, (int)far, 0, 0, 0) == 0 && call(4403, 0, (int)wide, 0) == 0);
  CHECK(wide[LOW] == 0x80000005 && wide[HIGH] == 0);
  CHECK(call6(4422, (int)(wide + LOW), 0, 0x7fffffff, (int)past, 0, 0) == -22);

  /* which clocks there are: those of what was used begin with 0 */
  static const int clocks[] = {0, 1, 4, 5, 6, 7, 11}, used[] = {2, 3, -6, -2, -8, -7, -3, ~100 * 8 + 2, ~100 * 8 + 6};
  static const int unknown[] = {8, 9, 10, 12, 16, 100, -1, -5, ~101 * 8 + 2, ~101 * 8 + 6, ~99 * 8 + 6, (int)0x80000000};
  for (word i = 0; i < sizeof clocks / sizeof clocks[0]; i++) {
    CHECK(call(4263, clocks[i], (int)now, 0) == 0 && now[0] > 946684800 && call(4403, clocks[i], (int)wide, 0) == 0);
    CHECK(call(4264, clocks[i], (int)resolution, 0) == 0 && call(4406, clocks[i], (int)wide, 0) == 0);
    CHECK(resolution[1] == wide[2 + LOW] && resolution[1] == (clocks[i] == 5 || clocks[i] == 6 ? 4000000 : 1));
  }
  for (word i = 0; i < sizeof used / sizeof used[0]; i++) {
    CHECK(call(4263, 1, (int)later, 0) == 0 && call(4263, used[i], (int)now, 0) == 0);
    CHECK(now[0] - (later[0] - 946684800) <= 1 && call(4403, used[i], (int)wide, 0) == 0);
    CHECK(wide[LOW] - now[0] <= 1 && call(4264, used[i], 0, 0) == 0 && call(4406, used[i], (int)wide, 0) == 0);
    CHECK(call6(4265, used[i], 0, (int)nap, 0, 0, 0) == -122 && call6(4407, used[i], 0, (int)wide, 0, 0, 0) == -122);
  }
  for (word i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
    CHECK(call(4263, unknown[i], (int)now, 0) == -22 && call(4403, unknown[i], (int)wide, 0) == -22);
    CHECK(call(4264, unknown[i], 0, 0) == -22 && call(4406, unknown[i], 0, 0) == -22);
    CHECK(call6(4265, unknown[i], 0, (int)nap, 0, 0, 0) == -22 && call6(4407, unknown[i], 0, (int)wide, 0, 0, 0) == -22);
  }
  CHECK(call6(4265, 4, 0, (int)nap, 0, 0, 0) == -122 && call6(4265, 6, 0, (int)nap, 0, 0, 0) == -122);
  CHECK(call6(4265, 7, 0, (int)nap, 0, 0, 0) == 0 && call6(4265, 11, 0, (int)nap, 0, 0, 0) == 0);
  word zone[2] = {9, 9};
  CHECK(call(4078, 0, (int)zone, 0) == 0 && zone[0] == 0 && zone[1] == 0);
  return 0;
}
