// A worker's thread and how it ends.
#include "daemon/worker_thread.h"

#include <gtest/gtest.h>

namespace ordergate::daemon {
namespace {

class WorkerThreadTest : public ::testing::TestWithParam<DeliveryMode> {};

/// The exit code of the process follows from it: a service manager counts 4 as a failed stop.
TEST_P(WorkerThreadTest, stopped_before_its_first_turn_has_nothing_left_to_drain) {
  Config config;
  config.delivery = GetParam();
  SnapshotBox box;
  const RecordShapes shapes;
  WorkerThread worker(config, 0, box, shapes);
  worker.stop();
  worker.start();
  worker.join();
  EXPECT_TRUE(worker.finished());
  EXPECT_TRUE(worker.drained());
  EXPECT_EQ(worker.start_error(), "");
}

INSTANTIATE_TEST_SUITE_P(EitherMode, WorkerThreadTest,
                         ::testing::Values(DeliveryMode::at_least_once, DeliveryMode::exactly_once));

}  // namespace
}  // namespace ordergate::daemon
