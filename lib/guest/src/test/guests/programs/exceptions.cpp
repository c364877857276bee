#include <cstdio>
#include <stdexcept>
#include <string>

struct Trace {
  const char *name;
  ~Trace() { std::printf("leaving %s\n", name); }
};

static int fall(int depth) {
  Trace trace{depth % 2 ? "odd" : "even"};
  if (depth == 0) throw std::out_of_range("bottom");
  return fall(depth - 1) + 1;
}

static void translate() {
  try {
    fall(3);
  } catch (const std::logic_error &e) {
    throw std::runtime_error(std::string("translated ") + e.what());
  }
}

int main() {
  try {
    translate();
  } catch (const std::exception &e) {
    std::printf("caught %s\n", e.what());
  }
  try {
    throw 42;
  } catch (int n) {
    std::printf("caught %d\n", n);
  }
  try {
    try {
      throw 1;
    } catch (...) {
      throw;
    }
  } catch (int) {
    std::puts("rethrown");
  }
  try {
    (void)std::string("short").at(100);
  } catch (const std::out_of_range &) {
    std::puts("out of range");
  }
}
