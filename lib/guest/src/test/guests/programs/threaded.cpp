#include <condition_variable>
#include <cstdio>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

int main() {
  std::mutex mutex;
  std::condition_variable ready;
  int sum = 0, arrived = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 5; i++) {
    threads.emplace_back([&, i] {
      std::unique_lock lock(mutex);
      sum += i * i;
      if (++arrived == 5) ready.notify_all();
      ready.wait(lock, [&] { return arrived == 5; });
    });
  }
  for (auto &thread : threads) thread.join();
  auto later = std::async(std::launch::async, [](int n) { return n * 2; }, sum);
  std::promise<int> promise;
  std::thread([&] { promise.set_value(later.get() + 1); }).join();
  std::printf("%d\n", promise.get_future().get());
  static thread_local int own = 3;
  std::thread([] { own = 4; }).join();
  std::printf("%d\n", own);
}
