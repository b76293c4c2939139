using FsCheck;
using FsCheck.Fluent;
using Isaa.Jobs;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Store;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Conformance;

/// <summary>Random operations leave the store in the state of a simple model.</summary>
public abstract class ModelConformance : JobStoreConformance
{
    private const int StallLimit = 2;
    private static readonly string[] Ways = ["complete", "fail", "cancel", "retry", "snooze", "release"];

    [Fact]
    public void The_store_agrees_with_the_model_after_any_operations()
    {
        var operations = Gen.Choose(0, 9_999).ListOf(40).ToArbitrary();
        var config = Config.QuickThrowOnFailure.WithMaxTest(40).WithQuietOnSuccess(true);

        Prop.ForAll(operations, list => AgreesAsync(list).GetAwaiter().GetResult()).Check(config);
    }

    private async Task<bool> AgreesAsync(IList<int> operations)
    {
        await using var fixture = Create();
        var run = new Run(fixture);
        foreach (var operation in operations)
        {
            await run.DoAsync(operation);
            await run.CompareAsync();
        }

        return true;
    }

    private sealed class Run(StoreFixture fixture)
    {
        private readonly JobModel _model = new();
        private readonly List<(Lease Lease, bool Held)> _leases = [];
        private WorkerId? _worker;

        public Task DoAsync(int number) => (number % 10, number / 10) switch
        {
            (0 or 1, var n) => AddAsync(n),
            (2 or 3, var n) => ClaimAsync(1 + n % 3),
            (4 or 5, var n) => SettleAsync(n),
            (6, _) => PromoteAsync(),
            (7, _) => RescueAsync(),
            (8, var n) => CancelAsync(n),
            (_, var n) => RetryAsync(n),
        };

        public async Task CompareAsync()
        {
            var kept = (await fixture.Search.ListAsync(new JobQuery { Limit = 1000 }, Token)).Jobs.Reverse();
            Assert.Equal(
                _model.Jobs.Select(j => (j.Id, j.State, j.Started, j.Charged, j.Stalled)),
                kept.Select(j => (j.Id, j.State, j.Started, j.Charged, j.Stalled)));
        }

        private async Task AddAsync(int n)
        {
            var runAt = fixture.Time.GetUtcNow() + TimeSpan.FromSeconds(n % 4);
            var job = New() with { Priority = n % 3 - 1, RunAt = runAt };
            await fixture.Jobs.EnqueueAsync([job], Token);
            _model.Add(job.Id, job.Priority, runAt, fixture.Time.GetUtcNow());
        }

        private async Task ClaimAsync(int limit)
        {
            if (_worker is null)
            {
                _worker = NewWorker();
                await fixture.Jobs.HeartbeatAsync(
                    new WorkerHeartbeat { Worker = _worker.Value, Host = "here", ProcessId = 1, LeaseTime = TimeSpan.FromDays(1) }, Token);
            }

            var claimed = (await fixture.Jobs.ClaimAsync(new ClaimRequest { Worker = _worker.Value, Limit = limit, Kinds = ["test.work"] }, Token)).Jobs;
            Assert.Equal(_model.Claim(limit).Select(j => j.Id), claimed.Select(c => c.Job.Id));
            _leases.AddRange(claimed.Select(c => (c.Lease, true)));
        }

        // Any lease there ever was may be used: one that does not hold any more must change nothing.
        private async Task SettleAsync(int n)
        {
            if (_leases.Count == 0)
            {
                return;
            }

            var (lease, held) = _leases[n % _leases.Count];
            var way = Ways[n / 7 % Ways.Length];
            var at = fixture.Time.GetUtcNow() + TimeSpan.FromSeconds(n % 3);
            var written = await fixture.Jobs.SettleAsync([ToSettlement(way, lease, at)], Token);
            Assert.Equal([held], written);
            if (held)
            {
                JobModel.Settle(_model.Jobs.Single(j => j.Id == lease.Job), way, at);
                _leases[n % _leases.Count] = (lease, false);
            }
        }

        private async Task PromoteAsync()
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            await fixture.Jobs.PromoteDueAsync(Token);
            _model.Promote(fixture.Time.GetUtcNow());
        }

        private async Task RescueAsync()
        {
            fixture.Time.Advance(TimeSpan.FromDays(2));
            await fixture.Jobs.RescueAsync(StallLimit, Token);
            _model.Rescue(StallLimit);
            _worker = null;
            for (var i = 0; i < _leases.Count; i++)
            {
                _leases[i] = (_leases[i].Lease, false);
            }
        }

        private async Task CancelAsync(int n)
        {
            if (_model.Jobs.Count > 0)
            {
                var job = _model.Jobs[n % _model.Jobs.Count];
                JobModel.Cancel(job);
                Assert.Equal([job.State], await fixture.Jobs.CancelAsync([job.Id], "model", Token));
            }
        }

        private async Task RetryAsync(int n)
        {
            if (_model.Jobs.Count > 0)
            {
                var job = _model.Jobs[n % _model.Jobs.Count];
                JobModel.Retry(job, fixture.Time.GetUtcNow());
                Assert.Equal([job.State], await fixture.Jobs.RetryAsync([job.Id], at: null, Token));
            }
        }

        private static Settlement ToSettlement(string way, Lease lease, DateTimeOffset at) => way switch
        {
            "complete" => new Settlement.Complete { Lease = lease },
            "fail" => new Settlement.Fail { Lease = lease, Error = Error() },
            "cancel" => new Settlement.Cancel { Lease = lease, Reason = "model" },
            "retry" => new Settlement.Retry { Lease = lease, At = at, Error = Error() },
            "snooze" => new Settlement.Snooze { Lease = lease, Until = at, Reason = "model" },
            _ => new Settlement.Release { Lease = lease, Reason = "model" },
        };
    }
}
