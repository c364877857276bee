#include <algorithm>
#include <cstdio>
#include <deque>
#include <list>
#include <map>
#include <numeric>
#include <queue>
#include <set>
#include <string>
#include <vector>

int main() {
  std::vector<int> v(500);
  unsigned state = 7;
  std::generate(v.begin(), v.end(), [&] { return (state = state * 69069 + 1) >> 20; });
  std::sort(v.begin(), v.end());
  v.erase(std::unique(v.begin(), v.end()), v.end());
  std::printf("%zu %d\n", v.size(), std::accumulate(v.begin(), v.end(), 0));
  std::map<std::string, std::vector<int>> m;
  for (int n : v) m[std::to_string(n % 13)].push_back(n);
  for (auto &[key, values] : m) std::printf("%s:%zu ", key.c_str(), values.size());
  std::set<int, std::greater<>> s(v.begin(), v.begin() + 20);
  std::priority_queue<int> q(v.begin(), v.end());
  std::deque<int> d;
  for (int n : s) n % 2 ? d.push_front(n) : d.push_back(n);
  std::list<int> l(d.begin(), d.end());
  l.reverse();
  l.remove_if([](int n) { return n % 3 == 0; });
  std::printf("\n%d %d %d %zu\n", *s.begin(), q.top(), l.front(), l.size());
  std::next_permutation(v.begin(), v.begin() + 5);
  std::stable_partition(v.begin(), v.end(), [](int n) { return n & 1; });
  std::printf("%d %d\n", v.front(), v.back());
}
