using FsCheck;
using FsCheck.Fluent;
using Isaa.Jobs;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Store;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Conformance.Waiting;

/// <summary>Random operations on jobs that depend on one another, have children and wait for signals leave the store in the state of a simple model.</summary>
public abstract class FlowModelConformance : JobStoreConformance
{
    private static readonly string[] Ways = ["complete", "complete", "fail", "children", "children", "a", "b"];
    private static readonly string[] Names = ["a", "b"];

    [Fact]
    public void The_store_agrees_with_the_model_of_flows_after_any_operations()
    {
        var operations = Gen.Choose(0, 999_999).ListOf(50).ToArbitrary();
        var config = Config.QuickThrowOnFailure.WithMaxTest(25).WithQuietOnSuccess(true);

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

        Assert.Empty(await fixture.Inspection.InspectAsync(Token));
        Assert.Equal(0, (await fixture.Jobs.CheckWaitsAsync(0, 1000, Token)).Repaired);
        return true;
    }

    private sealed class Run(StoreFixture fixture)
    {
        private readonly FlowModel _model = new();
        private readonly Dictionary<JobId, Lease> _held = [];
        private WorkerId? _worker;

        public Task DoAsync(int number) => (number % 12, number / 12) switch
        {
            (0 or 1 or 2, var n) => AddAsync(n),
            (3 or 4, var n) => ClaimAsync(1 + n % 3),
            (5 or 6 or 7, var n) => SettleAsync(n),
            (8 or 9, var n) => AddChildAsync(n),
            (10, var n) => SignalAsync(n),
            (_, var n) => CancelAsync(n),
        };

        public async Task CompareAsync()
        {
            var kept = (await fixture.Search.ListAsync(new JobQuery { Limit = 1000 }, Token)).Jobs.Reverse();
            Assert.Equal(_model.Jobs.Select(j => (j.Id, j.State)), kept.Select(j => (j.Id, j.State)));
            foreach (var job in _model.Jobs.Where(j => j.Edges.Count > 0))
            {
                var edges = await fixture.Jobs.ReadDependenciesAsync(job.Id, childrenOnly: false, Token);
                Assert.Equal(
                    job.Edges.Select(e => (e.To.Id, e.IsOpen, e.IsChild, e.Policy)).OrderBy(e => e.Id.Value),
                    edges.Select(e => (Id: e.Job, e.IsOpen, e.IsChild, e.OnFailure)).OrderBy(e => e.Id.Value));
            }
        }

        private async Task AddAsync(int n)
        {
            var others = Enumerable.Range(0, Math.Min(n % 4, _model.Jobs.Count)).Select(i => _model.Jobs[(n / 7 + i * 3) % _model.Jobs.Count]).Distinct()
                .Select((job, i) => (To: job, Policy: (FailurePolicy)((n / 11 + i) % 4))).ToList();
            var job = New() with { DependsOn = [.. others.Select(o => new JobDependency { Job = o.To.Id, OnFailure = o.Policy })] };
            await fixture.Jobs.EnqueueAsync([job], Token);
            _model.Add(job.Id, others);
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
            Assert.Equal(Math.Min(limit, _model.Jobs.Count(j => j.State == JobState.Ready)), claimed.Count);
            foreach (var one in claimed)
            {
                var job = _model.Jobs.Single(j => j.Id == one.Job.Id);
                Assert.Equal(JobState.Ready, job.State);
                job.State = JobState.Active;
                _held[job.Id] = one.Lease;
            }
        }

        private async Task SettleAsync(int n)
        {
            if (Pick(n) is var (job, lease))
            {
                var way = Ways[n / 5 % Ways.Length];
                Assert.Equal([true], await fixture.Jobs.SettleAsync([ToSettlement(way, lease)], Token));
                _held.Remove(job.Id);
                _model.Settle(job, way);
            }
        }

        private async Task AddChildAsync(int n)
        {
            if (Pick(n) is var (parent, lease))
            {
                var (child, policy, outlives) = (New(), (FailurePolicy)(n / 3 % 4), n / 13 % 3 == 0);
                var added = new NewChild { Job = child, OnFailure = policy, OutlivesParent = outlives };
                Assert.True(await fixture.Jobs.CommitAsync(new JobCommit { Lease = lease, Children = [added] }, Token));
                _model.AddChild(parent, child.Id, policy, outlives);
            }
        }

        private async Task SignalAsync(int n)
        {
            if (_model.Jobs.Count > 0)
            {
                var (job, name) = (_model.Jobs[n % _model.Jobs.Count], Names[n / 3 % Names.Length]);
                var wakes = job.State == JobState.WaitingSignal && job.WaitsForSignal == name;
                var expected = wakes ? SignalResult.Woke : FlowModel.Signal(job, name) ? SignalResult.Kept : SignalResult.JobEnded;
                if (wakes)
                {
                    FlowModel.Signal(job, name);
                }

                Assert.Equal(expected, await fixture.Jobs.SignalAsync(new NewSignal { Job = job.Id, Name = name, Id = NewWorker().ToString(), Body = Json("1") }, Token));
            }
        }

        private async Task CancelAsync(int n)
        {
            if (_model.Jobs.Count > 0 && n % 3 == 0)
            {
                var job = _model.Jobs[n / 3 % _model.Jobs.Count];
                _model.Cancel(job);
                Assert.Equal([job.State], await fixture.Jobs.CancelAsync([job.Id], "model", Token));
            }
        }

        private (FlowModel.Entry Job, Lease Lease)? Pick(int n)
        {
            if (_held.Count == 0)
            {
                return null;
            }

            var (id, lease) = _held.ElementAt(n % _held.Count);
            return (_model.Jobs.Single(j => j.Id == id), lease);
        }

        private static Settlement ToSettlement(string way, Lease lease) => way switch
        {
            "complete" => new Settlement.Complete { Lease = lease },
            "fail" => new Settlement.Fail { Lease = lease, Error = Error() },
            "children" => new Settlement.Wait { Lease = lease, Children = true },
            _ => new Settlement.Wait { Lease = lease, Signals = [way] },
        };
    }
}
