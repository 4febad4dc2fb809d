#include "daemon/kafka_transactions.h"

#include <array>
#include <utility>

#include "daemon/log.h"

namespace ordergate::daemon {
namespace {

constexpr int kSendOffsetsTimeoutMs = 5'000;
constexpr int kRemainingTransactionTime = -1;

using GroupMetadataHandle = std::unique_ptr<rd_kafka_consumer_group_metadata_t,
                                            kafka::Deleter<rd_kafka_consumer_group_metadata_destroy>>;

}  // namespace

Step KafkaTransactions::outcome(const char* what, rd_kafka_error_t* raw) {
  const kafka::ErrorHandle error(raw);
  if (!error) return Step::done;
  std::string text =
      std::string(what) + ": " + rd_kafka_error_name(error.get()) + ": " + rd_kafka_error_string(error.get());
  if (text != last_error_)
    log::warning("transaction", {{"client", rd_kafka_name(producer_)}, {"reason", text}});
  last_error_ = std::move(text);
  if (rd_kafka_error_is_fatal(error.get()) != 0) return Step::broken;
  if (rd_kafka_error_txn_requires_abort(error.get()) != 0) return Step::abort;
  return rd_kafka_error_is_retriable(error.get()) != 0 ? Step::again : Step::broken;
}

Step KafkaTransactions::start(std::chrono::milliseconds timeout) {
  return outcome("start", rd_kafka_init_transactions(producer_, static_cast<int>(timeout.count())));
}

Step KafkaTransactions::begin() { return outcome("begin", rd_kafka_begin_transaction(producer_)); }

Step KafkaTransactions::send_offsets(std::span<const PartitionOffset> offsets) {
  const kafka::PartitionListHandle list = kafka::offset_list(offsets);
  const GroupMetadataHandle group(rd_kafka_consumer_group_metadata(consumer_));
  return outcome("send offsets", rd_kafka_send_offsets_to_transaction(producer_, list.get(), group.get(),
                                                                      kSendOffsetsTimeoutMs));
}

Step KafkaTransactions::commit() {
  return outcome("commit", rd_kafka_commit_transaction(producer_, kRemainingTransactionTime));
}

bool KafkaTransactions::fenced() const {
  std::array<char, 1> text{};
  return kafka::is_fenced(rd_kafka_fatal_error(producer_, text.data(), text.size()));
}

Step KafkaTransactions::abort() {
  return outcome("abort", rd_kafka_abort_transaction(producer_, kRemainingTransactionTime));
}

}  // namespace ordergate::daemon
