// A Kafka cluster inside this process, for `ordergate demo`: librdkafka's mock cluster on loopback, with a
// producer of orders and a reader of verdicts. It keeps little and loses all at the end. One thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace ordergate::daemon {

class DemoCluster {
 public:
  /// Makes both topics, with as many partitions each.
  [[nodiscard]] static Result<std::unique_ptr<DemoCluster>> start(const std::string& orders,
                                                                  const std::string& verdicts,
                                                                  int partitions);
  ~DemoCluster();
  DemoCluster(const DemoCluster&) = delete;
  DemoCluster& operator=(const DemoCluster&) = delete;

  [[nodiscard]] std::string bootstrap_servers() const;
  /// False: the queue is full; try again after serve().
  [[nodiscard]] bool write_order(std::string_view key, std::string_view value);
  /// Gives every verdict that is there.
  void read_verdicts(const std::function<void(std::string_view)>& verdict);

 private:
  struct State;
  explicit DemoCluster(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace ordergate::daemon
