#include <cstdio>
#include <memory>
#include <typeinfo>
#include <utility>
#include <vector>

struct Shape {
  virtual ~Shape() = default;
  virtual int area() const = 0;
  virtual const char *name() const { return "shape"; }
};

struct Square : Shape {
  int side;
  explicit Square(int side) : side(side) {}
  int area() const override { return side * side; }
  const char *name() const override { return "square"; }
};

struct Tagged {
  int tag = 9;
  virtual int id() const { return tag; }
};

struct Rectangle : Tagged, virtual Shape {
  int a, b;
  Rectangle(int a, int b) : a(a), b(b) {}
  int area() const override { return a * b; }
  int id() const override { return tag + a; }
};

template <int N> struct Fibonacci {
  static constexpr int value = Fibonacci<N - 1>::value + Fibonacci<N - 2>::value;
};
template <> struct Fibonacci<1> { static constexpr int value = 1; };
template <> struct Fibonacci<0> { static constexpr int value = 0; };

int main() {
  std::vector<std::unique_ptr<Shape>> shapes;
  shapes.push_back(std::make_unique<Square>(4));
  shapes.push_back(std::make_unique<Rectangle>(3, 5));
  for (auto &shape : shapes) {
    auto *tagged = dynamic_cast<Tagged *>(shape.get());
    std::printf("%s %d %d\n", shape->name(), shape->area(), tagged ? tagged->id() : -1);
    std::printf("%d\n", typeid(*shape) == typeid(Square));
  }
  auto shared = std::make_shared<Rectangle>(7, 8);
  std::weak_ptr<Rectangle> weak = shared;
  auto other = std::move(shared);
  std::printf("%ld %d ", weak.use_count(), shared == nullptr);
  other.reset();
  std::printf("%d %d\n", weak.expired(), Fibonacci<30>::value);
  int (Shape::*method)() const = &Shape::area;
  std::printf("%d\n", ((*shapes[1]).*method)());
}
