// What a process that died leaves behind, and what the next one makes of it. Children die for real.
#include "daemon/record_marks.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "tests/daemon/fakes.h"

namespace ordergate::daemon {
namespace {

namespace fs = std::filesystem;

Record record_at(std::int64_t offset, std::int64_t timestamp_ms = 1000) {
  Record record;
  record.topic = "orders";
  record.partition = 3;
  record.offset = offset;
  record.timestamp_ms = timestamp_ms;
  record.value = "an order";
  return record;
}

class RecordMarksTest : public ::testing::Test {
 protected:
  RecordMarksTest() {
    std::string pattern = (fs::temp_directory_path() / "ordergate-marks-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~RecordMarksTest() override { fs::remove_all(folder_); }

  std::unique_ptr<RecordMarks> open() {
    auto opened = RecordMarks::open(folder_);
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().text);
    return std::move(opened).value();
  }
  /// How often processes died at a record, as the next process sees it.
  int deaths(const Record& record) { return open()->mark(0).deaths(record); }
  /// A process that opens the marks and does `act`, which must end it.
  void die(const std::function<void(RecordMarks&)>& act) {
    const pid_t child = fork();
    if (child == 0) {
      const rlimit no_core{0, 0};
      setrlimit(RLIMIT_CORE, &no_core);
      for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) std::signal(signal, SIG_DFL);
      auto opened = RecordMarks::open(folder_);
      if (opened) act(*opened.value());
      _exit(99);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it was to die of a signal";
  }
  static void kill_self() { ::kill(::getpid(), SIGKILL); }

  std::string folder_;
};

TEST_F(RecordMarksTest, a_record_in_hand_when_the_process_is_killed_is_one_death) {
  for (int killed = 1; killed <= 2; ++killed) {
    die([](RecordMarks& marks) {
      marks.mark(0).set(record_at(7));
      kill_self();
    });
    EXPECT_EQ(deaths(record_at(7)), killed);
  }
  EXPECT_EQ(deaths(record_at(8)), 0);
  Record elsewhere = record_at(7);
  elsewhere.partition = 4;
  EXPECT_EQ(deaths(elsewhere), 0);
  EXPECT_EQ(deaths(record_at(7, 2000)), 0) << "the topic was made anew";
}

TEST_F(RecordMarksTest, a_process_killed_between_records_blames_none) {
  die([](RecordMarks& marks) {
    RecordMark mark = marks.mark(0);
    mark.set(record_at(7));
    mark.clear();
    kill_self();
  });
  EXPECT_TRUE(open()->found().empty());
}

TEST_F(RecordMarksTest, a_fault_is_the_record_of_the_thread_that_raised_it) {
  for (const int signal : {SIGABRT, SIGSEGV, SIGFPE}) {
    die([signal](RecordMarks& marks) {
      marks.mark(1).set(record_at(20 + signal));  // of a worker that goes on
      std::thread([&] {
        RecordMark mark = marks.mark(0);
        mark.bind_thread();
        mark.set(record_at(signal));
        if (signal == SIGABRT) std::abort();
        raise(signal);
      }).join();
    });
    EXPECT_EQ(deaths(record_at(signal)), 1) << signal;
    EXPECT_EQ(deaths(record_at(20 + signal)), 0) << signal;
  }
}

TEST_F(RecordMarksTest, a_fault_outside_of_the_workers_blames_no_record) {
  die([](RecordMarks& marks) {
    marks.mark(0).set(record_at(7));
    std::abort();
  });
  EXPECT_EQ(deaths(record_at(7)), 0);
}

TEST_F(RecordMarksTest, what_is_screened_alive_after_a_death_is_acquitted_for_good) {
  const auto killed = [](RecordMarks& marks) {
    marks.mark(0).set(record_at(7));
    kill_self();
  };
  die(killed);
  {
    const auto marks = open();
    RecordMark mark = marks->mark(5);
    mark.set(record_at(7));
    mark.clear();
    EXPECT_EQ(mark.deaths(record_at(7)), 0);
  }
  EXPECT_EQ(deaths(record_at(7)), 0);
  die(killed);
  EXPECT_EQ(deaths(record_at(7)), 1) << "another kill at the same record is the first again";
}

TEST_F(RecordMarksTest, a_record_held_for_good_stays_so_when_it_is_read_again) {
  for (int i = 0; i < kDeathsMax; ++i)
    die([](RecordMarks& marks) {
      marks.mark(0).set(record_at(7));
      kill_self();
    });
  {
    const auto marks = open();
    RecordMark mark = marks->mark(0);
    mark.set(record_at(7));
    mark.clear();
  }
  EXPECT_EQ(deaths(record_at(7)), kDeathsMax);
}

TEST_F(RecordMarksTest, processes_that_share_a_folder_count_together) {
  const auto first = open();
  die([](RecordMarks& marks) {
    marks.mark(0).set(record_at(7));
    kill_self();
  });
  RecordMark alive = first->mark(0);
  alive.set(record_at(9));
  die([](RecordMarks& marks) {
    EXPECT_EQ(marks.mark(0).deaths(record_at(7)), 1);
    marks.mark(0).set(record_at(7));
    kill_self();
  });
  EXPECT_EQ(deaths(record_at(7)), 2);
  EXPECT_EQ(deaths(record_at(9)), 0) << "the record in hand of a process that lives";
}

TEST_F(RecordMarksTest, a_file_of_something_else_is_begun_anew) {
  std::ofstream(folder_ + "/screening-0.marks") << "no marks";
  EXPECT_TRUE(open()->found().empty());
  die([](RecordMarks& marks) {
    marks.mark(0).set(record_at(7));
    kill_self();
  });
  EXPECT_EQ(deaths(record_at(7)), 1);
}

TEST_F(RecordMarksTest, more_suspects_than_there_is_room_for_leave_the_newest) {
  constexpr int kMany = 300;
  for (int i = 0; i < 2; ++i)
    die([i](RecordMarks& marks) {
      for (int worker = 0; worker < kMany / 2; ++worker)
        marks.mark(worker).set(record_at(1 + i * kMany / 2 + worker));
      kill_self();
    });
  EXPECT_EQ(deaths(record_at(kMany)), 1);
  EXPECT_EQ(deaths(record_at(1)), 0);
}

TEST_F(RecordMarksTest, a_folder_that_is_not_there_is_refused_by_name) {
  const auto opened = RecordMarks::open(folder_ + "/nowhere");
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().text.find("nowhere"), std::string::npos);
}

/// A worker over the marks of the folder.
class PoisonTest : public RecordMarksTest {
 protected:
  void work(RecordMarks& marks) {
    WorkerSettings settings;
    settings.commit_interval = settings.poll_wait = settings.poll_wait_in_flight =
        std::chrono::milliseconds{0};
    Worker worker(source, sink, store, screening.stage(), settings, counters);
    worker.keep_mark(marks.mark(0));
    sink.automatic = true;
    source.assign(0);
    for (int i = 0; i < 5; ++i) worker.turn();
  }
  /// A process that dies while it screens the record at the source's offset `offset`.
  void die_at(std::int64_t offset) {
    die([offset](RecordMarks& marks) {
      Record record = record_at(offset, -1);
      record.partition = 0;
      marks.mark(0).set(record);
      kill_self();
    });
  }

  test::FakeSource source;
  test::FakeSink sink;
  test::FakeStore store;
  test::FakeScreening screening;
  WorkerCounters counters;
};

TEST_F(PoisonTest,
       a_record_that_two_processes_died_at_is_held_set_aside_unchanged_and_the_partition_goes_on) {
  for (const char* value : {"allow", "allow \x01 poison", "allow"}) source.append(0, value);
  die_at(101);
  die_at(101);
  work(*open());
  EXPECT_EQ(screening.screened, 2);
  ASSERT_EQ(sink.written.size(), 4U);
  const test::Written& verdict = sink.written[1];
  EXPECT_NE(verdict.value->find("\"verdict\":\"hold\""), std::string::npos) << *verdict.value;
  EXPECT_NE(verdict.value->find("\"code\":\"not_screened\""), std::string::npos) << *verdict.value;
  const test::Written& letter = sink.written[2];
  EXPECT_EQ(letter.topic, OutputTopic::dead_letter);
  EXPECT_EQ(letter.value, "allow \x01 poison");
  EXPECT_EQ(letter.key, "k");
  EXPECT_EQ(letter.headers.at(1),
            std::pair(std::string("ordergate-error-code"), std::string("not_screened")));
  EXPECT_EQ(store.committed[0], 103);
  EXPECT_EQ(counters.poison_orders.get(), 1U);
  EXPECT_EQ(counters.dead_letters.get(), 1U);
}

TEST_F(PoisonTest, a_record_that_one_process_died_at_is_screened) {
  source.append(0, "allow");
  die_at(100);
  work(*open());
  EXPECT_EQ(screening.screened, 1);
  EXPECT_EQ(sink.written.size(), 1U);
  EXPECT_EQ(counters.poison_orders.get(), 0U);
  EXPECT_TRUE(open()->found().empty()) << "acquitted";
}

TEST_F(PoisonTest, a_record_is_in_hand_while_it_is_screened_and_not_after) {
  source.append(0, "allow");
  const auto marks = open();
  ScreeningStage stage = screening.stage();
  const auto screen = stage.screen;
  int seen = 0;
  stage.screen = [&](const Record& record, const RecordContext& context) -> const Verdict* {
    std::error_code error;
    fs::copy_file(folder_ + "/screening-0.marks", folder_ + "/copy", error);
    ++seen;
    return screen(record, context);
  };
  WorkerSettings settings;
  settings.poll_wait = settings.poll_wait_in_flight = std::chrono::milliseconds{0};
  Worker worker(source, sink, store, stage, settings, counters);
  worker.keep_mark(marks->mark(0));
  source.assign(0);
  worker.turn();
  worker.turn();
  ASSERT_EQ(seen, 1);
  const std::string other = folder_ + "/then";
  fs::create_directory(other);
  fs::rename(folder_ + "/copy", other + "/screening-0.marks");
  const auto then = RecordMarks::open(other);
  ASSERT_TRUE(then);
  ASSERT_EQ(then.value()->found().size(), 1U);
  EXPECT_EQ(then.value()->found()[0].offset, 100);
  EXPECT_EQ(then.value()->found()[0].topic, "orders");
}

}  // namespace
}  // namespace ordergate::daemon
