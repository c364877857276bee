#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

int main() {
  std::string s = "short";
  s += ", and then so long that it has to move to the heap";
  s.replace(s.find("heap"), 4, "stack");
  s.insert(5, "er");
  std::reverse(s.begin(), s.begin() + 7);
  std::printf("%s %zu %zu\n", s.c_str(), s.size(), s.rfind("to"));
  std::string_view view(s);
  std::printf("%.*s %d\n", 5, view.substr(10).data(), view.compare("z") < 0);
  std::printf("%d %lld\n", std::stoi("-77xyz"), std::stoll("123456789012"));
  std::variant<int, std::string> either = 5;
  either = std::string("text");
  std::visit([](auto &&value) { std::printf("%zu\n", sizeof value); }, std::variant<char, int>('c'));
  std::optional<int> none;
  std::function<int(int)> f = [&](int n) { return n + none.value_or(10); };
  std::printf("%d %zu\n", f(1), either.index());
}
