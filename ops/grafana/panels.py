"""What the dashboards show: rows of panels, each with its queries, unit, description and words for when there is no data.

S stands for the selector of job and instance, J for that of the job alone (recorded series have no instance).
"""

S, J = 'job=~"$job",instance=~"$instance"', 'job=~"$job"'
RATE = "$__rate_interval"
LE_100_MS, LE_1_S = 'le="0.1"', 'le="1"'


def panel(title, unit, description, *queries, kind="timeseries", empty="no data yet", width=8, **more):
    """A query is (expression, legend)."""
    return {"title": title, "unit": unit, "description": description, "queries": list(queries), "kind": kind,
            "empty": empty, "width": width, **more}


def rate(metric, by="", labels=""):
    inside = f"{S},{labels}" if labels else S
    return f"sum{f' by ({by})' if by else ''} (rate({metric}{{{inside}}}[{RATE}]))"


def quantiles(metric, labels="", by=""):
    inside = f"{S},{labels}" if labels else S
    group = f"{by}, le" if by else "le"
    return [(f"histogram_quantile({q}, sum by ({group}) (rate({metric}_bucket{{{inside}}}[{RATE}])))", name)
            for q, name in ((0.5, "half"), (0.99, "99 %"), (0.999, "99.9 %"))]


OVERVIEW = [
    panel("Ready", "short", "Instances whose /readyz answers 200.", (f"sum(ordergate_ready{{{S}}})", "ready"),
          kind="stat", empty="no instance is scraped", width=4, thresholds=[(None, "red"), (1, "green")]),
    panel("Orders a second", "reqps", "Verdicts made.", (rate("ordergate_verdicts_total"), "orders"), kind="stat",
          width=4),
    panel("Held", "percentunit", "Share of orders held now.",
          (rate("ordergate_verdicts_total", labels='verdict="hold"') + " / "
           f'({rate("ordergate_verdicts_total")} > 0)', "held"), kind="stat", empty="no orders", width=4),
    panel("Behind", "s", "Age of the oldest orders that are read now.",
          (f"max(ordergate_partition_lag_seconds{{{S}}})", "behind"), kind="stat", empty="no partition is held", width=4,
          thresholds=[(None, "green"), (60, "orange"), (900, "red")]),
    panel("Age of the lists", "s", "Time since the list files were last written; stale after lists.stale_after.",
          (f"max(ordergate_lists_age_seconds{{{S}}})", "age"), kind="stat", width=4),
    panel("Alerts firing", "short", "Alerts of this job that fire now.",
          (f'count(ALERTS{{{J},alertstate="firing",alertname=~"Ordergate.*"}}) or vector(0)', "alerts"), kind="stat",
          width=4, thresholds=[(None, "green"), (1, "red")]),
    panel("Orders and verdicts", "reqps", "Verdicts a second by outcome.",
          (rate("ordergate_verdicts_total", "verdict"), "{{verdict}}"), stack=True),
    panel("Orders by kind", "reqps", "Orders a second by kind; none are records that are no orders.",
          (rate("ordergate_orders_total", "kind") + " > 0", "{{kind}}"), empty="no orders", stack=True),
    panel("Time of an order", "s", "From reading an order to the broker's acknowledgement of its verdict.",
          *quantiles("ordergate_order_seconds")),
    panel("Hold share against its history", "percentunit",
          "Share of orders held in the last half hour and in the day before. A jump floods people; a fall to nothing "
          "may mean that screening has gone blind.",
          (f'ordergate:verdict_share:rate30m{{{J},verdict="hold"}}', "held, half an hour"),
          (f'ordergate:verdict_share:rate1d{{{J},verdict="hold"}}', "held, the day before"),
          empty="no orders within half an hour"),
    panel("Deny share against its history", "percentunit", "The same for denials.",
          (f'ordergate:verdict_share:rate30m{{{J},verdict="deny"}}', "denied, half an hour"),
          (f'ordergate:verdict_share:rate1d{{{J},verdict="deny"}}', "denied, the day before"),
          empty="no orders within half an hour"),
    panel("Errors and dead letters", "reqps", "Verdicts with an error, and records that were no orders, by code.",
          (rate("ordergate_errors_total", "code"), "error {{code}}"),
          (rate("ordergate_dead_letters_total", "code"), "dead letter {{code}}"),
          (rate("ordergate_poison_orders_total"), "the process died at it twice"), empty="none so far"),
    panel("Latency budget", "percentunit",
          "Share of orders that took longer than a second; the objective leaves 0.1 % over a month.",
          (f"ordergate:slow_share:rate5m{{{J}}}", "5 min"), (f"ordergate:slow_share:rate30m{{{J}}}", "30 min"),
          (f"ordergate:slow_share:rate1h{{{J}}}", "1 h"), (f"ordergate:slow_share:rate6h{{{J}}}", "6 h"),
          empty="no orders"),
    panel("Why orders are held", "reqps", "Hold verdicts a second by error code or rule; the ten most frequent.",
          (f'topk(10, {rate("ordergate_held_total", "reason")})', "{{reason}}"), empty="nothing is held", width=16),
]

STREAM = [
    panel("Lag in time", "s", "Age of the orders that are read now, by partition.",
          (f"max by (topic, partition) (ordergate_partition_lag_seconds{{{S}}})", "{{topic}} {{partition}}"),
          empty="no partition is held"),
    panel("Lag in messages", "short", "Records after the last one whose verdict was acknowledged, by partition.",
          (f"max by (topic, partition) (ordergate_partition_lag_messages{{{S}}})", "{{topic}} {{partition}}"),
          empty="no partition is held"),
    panel("Waiting before reading", "s", "From the timestamp of an order's record to reading it.",
          *quantiles("ordergate_order_age_seconds")),
    panel("Records read", "reqps", "Records read from the order topics, without a value, deletes of a change stream, put off (no schema yet), ignored (read twice).",
          (rate("ordergate_orders_consumed_total"), "read"), (rate("ordergate_tombstones_total"), "without a value"),
          (rate("ordergate_deletes_total"), "deletes"), (rate("ordergate_records_postponed_total"), "put off"),
          (rate("ordergate_records_ignored_total"), "ignored")),
    panel("Bytes read", "Bps", "Bytes of the values of records.", (rate("ordergate_order_bytes_total"), "read")),
    panel("Partitions", "short", "Partitions held by each worker, and those that stand still.",
          (f"sum by (instance, worker) (ordergate_partitions_assigned{{{S}}})", "{{instance}} worker {{worker}}"),
          (f"sum by (topic) (ordergate_partition_halted{{{S}}})", "halted in {{topic}}"),
          (f"max by (instance) (ordergate_delivery_failing{{{S}}})", "{{instance}} delivery failing"),
          (f"max by (instance) (ordergate_fenced{{{S}}})", "{{instance}} fenced")),
    panel("Rebalances", "short", "Times partitions were assigned, revoked or lost, per minute.",
          (f"60 * {rate('ordergate_rebalances_total', 'event')}", "{{event}}")),
    panel("Commits", "ops", "Commits of offsets, and those that failed.",
          (rate("ordergate_commits_total"), "commits"), (rate("ordergate_commit_failures_total"), "failed")),
    panel("Broker connections", "short", "Clients of workers that are connected to a broker.",
          (f"sum by (client) (ordergate_broker_up{{{S}}})", "{{client}}")),
    panel("Producer queue", "short", "Verdicts handed to the producer and not yet acknowledged.",
          (f"sum by (instance) (ordergate_in_flight_records{{{S}}})", "{{instance}} records")),
    panel("Producer queue in bytes", "bytes", "Their bytes; at 32 MiB a worker stops reading.",
          (f"sum by (instance) (ordergate_in_flight_bytes{{{S}}})", "{{instance}}")),
    panel("Broker round trip", "s",
          "Mean time from a request to its answer, of the slowest broker. A consumer's request waits for orders.",
          (f"max by (client) (ordergate_broker_round_trip_seconds{{{S}}})", "{{client}}")),
    panel("Delivery trouble", "ops", "Verdicts not acknowledged, partitions read again, waits for a full window, transactions aborted.",
          (rate("ordergate_delivery_failures_total"), "not acknowledged"),
          (rate("ordergate_deliveries_without_offset_total"), "without an offset"), (rate("ordergate_rewinds_total"), "rewinds"),
          (rate("ordergate_backpressure_waits_total"), "waits"),
          (rate("ordergate_transaction_aborts_total"), "transactions aborted")),
    panel("Self-check", "short", "Gaps in the offsets by what became of them; offsets committed without proof must be 0.",
          (rate("ordergate_offset_gaps_total", "outcome"), "gaps {{outcome}}/s"),
          (rate("ordergate_commits_unproven_total"), "commits refused/s"),
          (f"sum (ordergate_partition_unproven_offsets{{{S}}})", "offsets without proof")),
    panel("Client errors", "ops", "Errors that Kafka clients told of, fatal ones, and clients built anew.",
          (rate("ordergate_client_errors_total", "client"), "{{client}} errors"),
          (rate("ordergate_client_fatal_errors_total", "client"), "{{client}} fatal"),
          (rate("ordergate_client_rebuilds_total"), "built anew")),
    panel("Records that did not fit", "ops", "Verdicts without their findings, dead letters without their value.",
          (rate("ordergate_verdicts_compacted_total"), "verdicts"),
          (rate("ordergate_dead_letters_without_value_total"), "dead letters")),
]

SCREENING = [
    panel("Matches by list", "reqps", "Findings that stand on a list entry, by list.",
          (rate("ordergate_matches_total", "list"), "{{list}}"), empty="no match so far", stack=True),
    panel("Findings by rule", "reqps", "The fifteen rules that fire most.",
          (f"topk(15, {rate('ordergate_findings_total', 'rule')})", "{{rule}}"), empty="no finding so far", width=16),
    panel("Score distribution", "short", "Matches a second by score: between the bound before and this one.",
          (f"sum by (le) (rate(ordergate_match_score_bucket{{{S}}}[{RATE}]))", "{{le}}"), kind="heatmap",
          empty="no match so far"),
    panel("Mean score", "short", "Mean score of matches, of 100.",
          (f"{rate('ordergate_match_score_sum')} / ({rate('ordergate_match_score_count')} > 0)", "score"),
          empty="no match"),
    panel("Candidates", "short", "List entries looked at closely for each search that memory did not answer.",
          (f"{rate('ordergate_candidates_total')} / (({rate('ordergate_party_searches_total')} - "
           f"{rate('ordergate_party_cache_hits_total')}) > 0)", "entries a search"), empty="no search"),
    panel("Parties remembered", "percentunit", "Share of party searches answered from memory: customers repeat.",
          (f"{rate('ordergate_party_cache_hits_total')} / ({rate('ordergate_party_searches_total')} > 0)", "share"),
          empty="no search"),
    panel("Party searches", "reqps", "Parties, parents, owners and sites searched for.",
          (rate("ordergate_party_searches_total"), "searches")),
    panel("Time by stage, mean", "s", "Mean time of each stage, of one order in 64.",
          (f"{rate('ordergate_stage_seconds_sum', 'stage')} / ({rate('ordergate_stage_seconds_count', 'stage')} > 0)",
           "{{stage}}"), empty="no order was timed", width=12),
    panel("Time by stage, 99 %", "s", "99 of 100 orders are faster, by stage.",
          (f"histogram_quantile(0.99, sum by (stage, le) (rate(ordergate_stage_seconds_bucket{{{S}}}[{RATE}])))",
           "{{stage}}"), empty="no order was timed", width=12),
    panel("Slow orders", "reqps", "Orders a second that took longer than 100 ms and 1 s from reading to acknowledgement.",
          (f"{rate('ordergate_order_seconds_count')} - {rate('ordergate_order_seconds_bucket', labels=LE_100_MS)}",
           "over 100 ms"),
          (f"{rate('ordergate_order_seconds_count')} - {rate('ordergate_order_seconds_bucket', labels=LE_1_S)}",
           "over 1 s"), width=12),
    panel("Unknown keys", "short", "Keys that are not part of the format, and values that no map reads, per order: a sign of renamed fields.",
          (f"{rate('ordergate_unknown_keys_total')} / ({rate('ordergate_verdicts_total')} > 0)", "keys an order"),
          (f"{rate('ordergate_unread_values_total')} / ({rate('ordergate_verdicts_total')} > 0)", "values that no map reads"),
          empty="no orders", width=12),
]

LISTS = [
    panel("Age of the lists", "s", "Time since the list files were last written, and the age allowed.",
          (f"max by (instance) (ordergate_lists_age_seconds{{{S}}})", "{{instance}}"),
          (f"min(ordergate_lists_stale_after_seconds{{{S}}})", "stale after"),
          (f"time() - min by (source) (ordergate_list_date_timestamp_seconds{{{S}}})", "{{source}} by its own date"),
          (f"time() - min by (path) (ordergate_list_written_timestamp_seconds{{{S}}})", "{{path}} since it was written"),
          (f"time() - max by (source) (ordergate_list_fetch_confirmed_timestamp_seconds{{{S}}})", "{{source}} since it was fetched")),
    panel("Age of the snapshot", "s", "Time since lists and rules were last loaded.",
          (f"time() - min by (instance) (ordergate_snapshot_loaded_timestamp_seconds{{{S}}})", "{{instance}}")),
    panel("State", "short", "1: stale lists, only the sample list, the last reload refused, a start from the copy kept, or a list in quarantine.",
          (f"max(ordergate_lists_stale{{{S}}})", "stale"), (f"max(ordergate_lists_sample{{{S}}})", "sample only"),
          (f"max(ordergate_reload_refused{{{S}}})", "reload refused"),
          (f"max(ordergate_lists_from_copy{{{S}}})", "started from the copy"),
          (f"max(ordergate_list_fetch_quarantined{{{S}}})", "in quarantine"), thresholds=[(None, "green"), (1, "red")]),
    panel("Publishers asked", "short", "How often in a row nothing came of a publisher, and how often it is to be asked.",
          (f"max by (source) (ordergate_list_fetch_failures{{{S}}})", "{{source}} failed"),
          (f"max by (source) (ordergate_list_fetch_every_seconds{{{S}}}) / 3600", "{{source}} every, hours"), empty="no [[lists.source]]"),
    panel("Ownership", "short", "Relations of files of ownership, and parties that a listed one stands behind.",
          (f"max by (source) (ordergate_ownership_relations{{{S}}})", "{{source}}"),
          (f"max(ordergate_ownership_owned{{{S}}})", "owned or managed by a listed one")),
    panel("Entries by list", "short", "Entries of each list, by source.",
          (f"max by (source, list) (ordergate_list_entries{{{S}}})", "{{list}} ({{source}})")),
    panel("What changed in a day", "short", "Entries gained and lost by each list within a day.",
          (f"max by (source, list) (delta(ordergate_list_entries{{{S}}}[1d]))", "{{list}} ({{source}})"),
          empty="not enough history yet"),
    panel("Rows not read", "short", "Rows of each list that could not be read.",
          (f"max by (source) (ordergate_list_rejections{{{S}}})", "{{source}}")),
    panel("Reloads", "short", "Reloads within an hour by outcome.",
          (f"sum by (outcome) (increase(ordergate_reloads_total{{{S}}}[1h]))", "{{outcome}}")),
    panel("Time of loading", "s", "How long building the snapshot took.",
          (f"max by (instance) (ordergate_snapshot_load_seconds{{{S}}})", "{{instance}}")),
    panel("Last reload", "dateTimeAsIso", "When the last reload ended, however it went.",
          (f"1000 * max(ordergate_reload_timestamp_seconds{{{S}}} > 0)", "last reload"), kind="stat",
          empty="none since the start"),
    panel("Snapshot in use", "short", "Id of the snapshot and hash of the rules, by instance.",
          (f"ordergate_snapshot_info{{{S}}}", "{{instance}}"), kind="table", width=12),
    panel("Lists in use", "short", "The publisher's date and the hash of each file.",
          (f"max by (source, date, hash) (ordergate_list_info{{{S}}})", "{{source}}"), kind="table", width=12),
    panel("Rules", "short", "Rules in use.", (f"max by (instance) (ordergate_rules{{{S}}})", "{{instance}}"), width=12),
    panel("Lists kept", "short", "1: the lists in use are kept in the state directory and guard the next start.",
          (f"min by (instance) (ordergate_lists_kept{{{S}}})", "{{instance}}"), width=12),
    panel("Changes of the law", "s", "Time until days on which the law of the rules changes or must be read again.",
          (f"max by (what, day) (ordergate_law_change_timestamp_seconds{{{S}}}) - time()", "{{day}} {{what}}"),
          empty="no change is known", width=12),
    panel("Rules last checked", "s", "Time since the law of the rules was last read.",
          (f"time() - min by (instance) (ordergate_rules_checked_timestamp_seconds{{{S}}})", "{{instance}}"), width=12),
]

PROCESS = [
    panel("Processor", "short", "Cores in use.", (rate("process_cpu_seconds_total", "instance"), "{{instance}}")),
    panel("Memory", "bytes", "Memory in use and address space.",
          (f"process_resident_memory_bytes{{{S}}}", "{{instance}} in use"),
          (f"process_virtual_memory_bytes{{{S}}}", "{{instance}} address space")),
    panel("Up since", "s", "Time since the process was started.",
          (f"time() - process_start_time_seconds{{{S}}}", "{{instance}}")),
    panel("File descriptors", "short", "Open, and allowed.", (f"process_open_fds{{{S}}}", "{{instance}} open"),
          (f"process_max_fds{{{S}}}", "{{instance}} allowed")),
    panel("Threads", "short", "Threads of the process.", (f"process_threads{{{S}}}", "{{instance}}")),
    panel("Probes", "short", "1: the probe answers 200.", (f"min by (instance) (ordergate_live{{{S}}})", "{{instance}} live"),
          (f"min by (instance) (ordergate_ready{{{S}}})", "{{instance}} ready")),
    panel("Turns of the loop", "ops", "Turns of each worker's loop; a busy worker turns less often.",
          (rate("ordergate_worker_loops_total", "instance, worker"), "{{instance}} worker {{worker}}")),
    panel("Silence", "s", "Time since a worker's loop last turned; at 60 s /livez fails.",
          (f"max by (instance, worker) (ordergate_worker_silence_seconds{{{S}}})", "{{instance}} worker {{worker}}")),
    panel("Without progress", "s",
          "Time since a worker last got an acknowledgement while orders waited; at 180 s /livez fails.",
          (f"max by (instance, worker) (ordergate_worker_idle_seconds{{{S}}})", "{{instance}} worker {{worker}}")),
    panel("Traces", "ops", "Spans that the collector took or refused, and traces dropped because too many waited. No order waits for a trace.",
          (rate("ordergate_trace_spans_exported_total"), "spans taken"),
          (rate("ordergate_trace_spans_refused_total"), "spans refused"),
          (rate("ordergate_traces_dropped_total"), "traces dropped"), width=12),
    panel("Build", "short", "Version of ordergate and of librdkafka, by instance.",
          (f"ordergate_build_info{{{S}}}", "{{instance}}"), kind="table", width=24),
]

#: uid -> (title, panels)
DASHBOARDS = {
    "ordergate-overview": ("ordergate: overview", OVERVIEW),
    "ordergate-stream": ("ordergate: stream", STREAM),
    "ordergate-screening": ("ordergate: screening", SCREENING),
    "ordergate-lists": ("ordergate: lists and rules", LISTS),
    "ordergate-process": ("ordergate: process", PROCESS),
}
