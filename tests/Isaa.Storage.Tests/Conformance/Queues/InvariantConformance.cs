using FsCheck;
using FsCheck.Fluent;
using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Changes;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Store;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Conformance;

/// <summary>
/// Whatever is done to jobs with groups, limits, unique keys and timeouts, what the store promises about them stays true, and when everything is resumed
/// every job comes to its end.
/// </summary>
public abstract class InvariantConformance : JobStoreConformance
{
    [Fact]
    public void What_the_store_promises_stays_true_after_any_operations()
    {
        var operations = Gen.Choose(0, 999_999).ListOf(60).ToArbitrary();
        var config = Config.QuickThrowOnFailure.WithMaxTest(12).WithQuietOnSuccess(true);

        Prop.ForAll(operations, list => HoldsAsync(list).GetAwaiter().GetResult()).Check(config);
    }

    private async Task<bool> HoldsAsync(IList<int> operations)
    {
        await using var fixture = Create();
        var run = new Run(fixture);
        foreach (var operation in operations)
        {
            await run.DoAsync(operation);
            await run.CheckAsync();
        }

        await run.DrainAsync();
        return true;
    }

    private sealed class Run(StoreFixture fixture)
    {
        private const string Strict = "strict";
        private const int StallLimit = 50;
        private static readonly string?[] Groups = [null, null, "a", "b", Strict];
        private static readonly string[] QueueNames = ["q0", "q1"];
        private readonly List<JobId> _jobs = [];
        private readonly List<Lease> _leases = [];
        private WorkerId? _worker;

        public Task DoAsync(int number) => (number % 14, number / 14) switch
        {
            (0 or 1 or 2, var n) => AddAsync(n),
            (3 or 4 or 5, var n) => ClaimAsync(1 + n % 5),
            (6 or 7, var n) => SettleAsync(n),
            (8, var n) => PromoteAsync(n),
            (9, var n) => n % 3 == 0 ? RescueAsync() : PromoteAsync(n),
            (10, var n) => WithJobAsync(n, job => fixture.Jobs.CancelAsync([job], "model", Token)),
            (11, var n) => WithJobAsync(n, job => n % 2 == 0
                ? fixture.Jobs.RetryAsync([job], fixture.Time.GetUtcNow() + TimeSpan.FromSeconds(n % 3), Token)
                : fixture.Jobs.ChangeAsync([job], ChangeOf(n), Token)),
            (12, var n) => LimitAsync(n),
            (_, var n) => PauseAsync(n),
        };

        public async Task CheckAsync()
        {
            var jobs = await ReadAsync();
            var counts = await fixture.Queues.CountAsync(Token);
            Assert.Equal(
                jobs.CountBy(j => (j.Queue, j.State)).Select(c => (c.Key.Queue, c.Key.State, (long)c.Value)).Order(),
                counts.Select(c => (c.Queue, c.State, c.Count)).Order());
            foreach (var key in jobs.Where(j => j.UniqueKey is not null && !j.State.IsFinal()).CountBy(j => j.UniqueKey!))
            {
                Assert.True(key.Value == 1, $"{key.Value} jobs that have not ended hold the unique key {key.Key}");
            }

            foreach (var queue in await fixture.Queues.ListQueuesAsync(null, Token))
            {
                foreach (var group in await fixture.Queues.ListGroupsAsync("default", queue.Settings.Queue, null, 100, Token))
                {
                    CheckGroup(queue, group, [.. jobs.Where(j => j.Queue == queue.Settings.Queue && j.Group == group.Settings.Key)]);
                }
            }
        }

        /// <summary>Resumes all, and works until every job has ended.</summary>
        public async Task DrainAsync()
        {
            foreach (var queue in QueueNames)
            {
                await fixture.Queues.PauseQueueAsync("default", queue, isPaused: false, Token);
                foreach (var group in Groups.OfType<string>())
                {
                    await fixture.Queues.PauseGroupAsync("default", queue, group, isPaused: false, Token);
                }
            }

            await fixture.Queues.SaveKindAsync(new KindSettings { Kind = "test.work" }, Token);
            await RescueAsync();
            for (var round = 0; (await ReadAsync()).Any(j => !j.State.IsFinal()); round++)
            {
                Assert.True(round < 400, "some jobs never end: " + string.Join(", ", (await ReadAsync()).Where(j => !j.State.IsFinal()).Take(5)));
                await ClaimAsync(100);
                foreach (var lease in _leases)
                {
                    await fixture.Jobs.SettleAsync([new Settlement.Complete { Lease = lease }], Token);
                }

                _leases.Clear();
                await PromoteAsync(4);
                await CheckAsync();
            }
        }

        private static void CheckGroup(QueueStatus queue, GroupStatus group, List<Job> jobs)
        {
            var open = jobs.Count(j => j.State == JobState.Ready && !j.IsHeld);
            var active = jobs.Count(j => j.State == JobState.Active);
            var limit = group.IsStrictFifo ? 1 : group.Settings.Concurrency ?? queue.Settings.GroupConcurrency;
            Assert.Equal((open, jobs.Count(j => j.IsHeld)), (group.Open, (int)group.Held));
            Assert.True(group.IsStrictFifo ? group.Active >= active : group.Active == active, $"{group} has {active} active jobs");
            if (group.Settings.IsPaused)
            {
                Assert.Equal(0, group.Open);
            }
            else if (group.BlockedUntil is null && group.Held > 0 && queue.Settings.GroupRate is null)
            {
                Assert.True(group.Open + group.Active >= limit || group.Open > 0, $"nothing of {group} can start, and nothing will change that");
            }
        }

        private async Task<IReadOnlyList<Job>> ReadAsync() => (await fixture.Search.ListAsync(new JobQuery { Limit = 1000 }, Token)).Jobs;

        private async Task AddAsync(int n)
        {
            var group = Groups[n % 5];
            var now = fixture.Time.GetUtcNow();
            var result = await fixture.Jobs.EnqueueAsync(
                [
                    New() with
                    {
                        Queue = QueueNames[n / 5 % 2],
                        Priority = n / 10 % 3 - 1,
                        Group = group is null ? null : new GroupKey { Key = group, StrictFifo = group == Strict },
                        IsLifo = group is null && n / 30 % 4 == 0,
                        RunAt = n / 120 % 3 == 0 ? now + TimeSpan.FromSeconds(n % 4) : null,
                        Unique = n / 360 % 4 == 0 ? new UniqueKey { Key = $"k{n % 3}" } : null,
                        ExpireAfter = n / 1440 % 5 == 0 ? TimeSpan.FromSeconds(3) : null,
                        TotalTimeout = n / 7200 % 5 == 0 ? TimeSpan.FromSeconds(6) : null,
                    },
                ],
                Token);
            if (result[0].IsNew)
            {
                _jobs.Add(result[0].Id);
            }
        }

        private async Task ClaimAsync(int limit)
        {
            if (_worker is null)
            {
                _worker = NewWorker();
                await fixture.Jobs.HeartbeatAsync(
                    new WorkerHeartbeat { Worker = _worker.Value, Host = "here", ProcessId = 1, LeaseTime = TimeSpan.FromDays(1) }, Token);
            }

            var before = (await fixture.Queues.ListQueuesAsync(null, Token)).ToDictionary(q => q.Settings.Queue);
            var claimed = (await fixture.Jobs.ClaimAsync(new ClaimRequest { Worker = _worker.Value, Limit = limit, Kinds = ["test.work"] }, Token)).Jobs;
            _leases.AddRange(claimed.Select(c => c.Lease));
            Assert.InRange(claimed.Count, 0, limit);
            var active = (await ReadAsync()).Where(j => j.State == JobState.Active).CountBy(j => j.Queue).ToDictionary();
            foreach (var queue in claimed.Select(c => c.Job.Queue).Distinct())
            {
                Assert.False(before[queue].Settings.IsPaused, $"a job of the paused queue {queue} was claimed");
                Assert.InRange(active[queue], 1, before[queue].Settings.Concurrency ?? int.MaxValue);
            }

            foreach (var of in claimed.Where(c => c.Job.Group is not null).Select(c => (c.Job.Queue, c.Job.Group)).Distinct())
            {
                var status = (await fixture.Queues.ListGroupsAsync("default", of.Queue, null, 100, Token)).Single(g => g.Settings.Key == of.Group);
                var most = status.IsStrictFifo ? 1 : status.Settings.Concurrency ?? before[of.Queue].Settings.GroupConcurrency;
                Assert.True(!(status.Active > most), $"{status} runs more than {most}");
            }
        }

        private async Task SettleAsync(int n)
        {
            if (_leases.Count > 0)
            {
                var lease = _leases[n % _leases.Count];
                var at = fixture.Time.GetUtcNow() + TimeSpan.FromSeconds(n % 3);
                await fixture.Jobs.SettleAsync([ToSettlement(n / 7 % 8, lease, at)], Token);
            }
        }

        private async Task PromoteAsync(int n)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(n % 5));
            var result = await fixture.Jobs.PromoteDueAsync(Token);
            Assert.True(result.NextDue is null || result.NextDue > fixture.Time.GetUtcNow(), $"{result.NextDue} has passed and something is still due");
        }

        private async Task RescueAsync()
        {
            fixture.Time.Advance(TimeSpan.FromDays(2));
            await fixture.Jobs.RescueAsync(StallLimit, Token);
            _worker = null;
        }

        private Task WithJobAsync(int n, Func<JobId, Task> change) => _jobs.Count == 0 ? Task.CompletedTask : change(_jobs[n % _jobs.Count]);

        private JobChange ChangeOf(int n) => (n / 2 % 3) switch
        {
            0 => new JobChange.Promote(),
            1 => new JobChange.Reprioritise { Priority = n % 5 - 2 },
            _ => new JobChange.Reschedule { At = fixture.Time.GetUtcNow() + TimeSpan.FromSeconds(n % 4) },
        };

        private Task LimitAsync(int n) => n % 3 == 0
            ? fixture.Queues.SaveGroupAsync(
                new GroupSettings { Queue = QueueNames[n / 3 % 2], Key = "a", Concurrency = n / 6 % 4 == 0 ? null : n / 6 % 4 }, Token)
            : fixture.Queues.SaveQueueAsync(
                new QueueSettings
                {
                    Queue = QueueNames[n / 3 % 2],
                    Concurrency = n / 6 % 5 == 0 ? null : n / 6 % 5 + 2,
                    GroupConcurrency = n / 30 % 3 == 0 ? null : n / 30 % 3,
                    Rate = n / 90 % 4 == 0 ? new RateLimit { Jobs = 3, Per = TimeSpan.FromSeconds(2) } : null,
                    GroupRate = n / 360 % 4 == 0 ? new RateLimit { Jobs = 2, Per = TimeSpan.FromSeconds(1) } : null,
                },
                Token);

        private Task PauseAsync(int n) => (n % 3) switch
        {
            0 => fixture.Queues.PauseQueueAsync("default", QueueNames[n / 3 % 2], isPaused: n / 6 % 2 == 0, Token),
            1 => fixture.Queues.PauseGroupAsync("default", QueueNames[n / 3 % 2], n / 12 % 2 == 0 ? "a" : "b", isPaused: n / 6 % 2 == 0, Token),
            _ => fixture.Queues.SaveKindAsync(new KindSettings { Kind = "test.work", IsPaused = n / 3 % 4 == 0 }, Token),
        };

        private static Settlement ToSettlement(int way, Lease lease, DateTimeOffset at) => way switch
        {
            0 or 1 => new Settlement.Complete { Lease = lease },
            2 => new Settlement.Fail { Lease = lease, Error = Error() },
            3 => new Settlement.Retry { Lease = lease, At = at, Error = Error() },
            4 => new Settlement.Snooze { Lease = lease, Until = at, Reason = "model" },
            5 => new Settlement.Release { Lease = lease, Reason = "model" },
            6 => new Settlement.Block { Lease = lease, Until = at, Scope = BlockScope.Group },
            _ => new Settlement.Block { Lease = lease, Until = at, Scope = BlockScope.Queue },
        };
    }
}
