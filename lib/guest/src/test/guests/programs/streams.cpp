#include <iomanip>
#include <iostream>
#include <sstream>
#include <string>

int main() {
  std::string line, word;
  int lines = 0;
  while (std::getline(std::cin, line)) {
    std::istringstream in(line);
    int words = 0;
    while (in >> word) words++;
    std::cout << std::setw(3) << ++lines << ": " << words << ' ' << line.substr(0, 12) << '\n';
  }
  std::cout << std::hex << std::showbase << 48879 << ' ' << std::dec << std::boolalpha << true
            << std::setfill('*') << std::setw(8) << std::left << -5 << std::endl;
  std::stringstream both;
  both << 12 << ' ' << 34LL << " x";
  int a;
  long long b;
  char c;
  both >> a >> b >> c;
  std::cout << a + b << c << (both.get() == EOF) << '\n';
}
