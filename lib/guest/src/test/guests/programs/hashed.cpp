#include <complex>
#include <cstdio>
#include <numeric>
#include <random>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <valarray>

int main() {
  std::unordered_map<std::string, double> map;
  for (int i = 0; i < 200; i++) map["key" + std::to_string(i % 37)] += i / 8.0;
  double sum = 0;
  for (int i = 0; i < 37; i++) sum += map["key" + std::to_string(i)] * i;
  std::unordered_set<long long> set;
  for (long long i = 0; i < 300; i++) set.insert(i * i % 101);
  std::printf("%zu %.3f %zu %.2f\n", map.size(), sum, set.size(), set.max_load_factor());
  std::mt19937 engine(42);
  std::uniform_real_distribution<double> real(0, 1);
  double a = real(engine), b = real(engine);
  std::printf("%.12f %.12f\n", a, b);
  std::complex<double> z(a, b);
  z = z * z + std::complex<double>(0, 1);
  std::printf("%.9f %.9f %.9f\n", z.real(), z.imag(), std::abs(z));
  std::valarray<float> v = {1, 2, 3, 4};
  v = v * v / 3.0f;
  std::printf("%.6f %s\n", v.sum(), std::to_string(2.5).c_str());
}
