using System.Diagnostics;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs;
using Isaa.Storage.Sqlite;

namespace Isaa.Storage.Tests.Support;

/// <summary>This test program started once more as a process that works on a store.</summary>
internal sealed class StoreChild : IDisposable
{
    public const string RoleVariable = "ISAA_TEST_STORE_ROLE";
    private readonly Process _process;

    private StoreChild(Process process) => _process = process;

    public static string? FindStrace() => File.Exists("/usr/bin/strace") ? "/usr/bin/strace" : null;

    public static StoreChild Start(string role, string path, string argument = "", string? strace = null, string? traceLog = null)
    {
        var start = new ProcessStartInfo(strace ?? Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (strace is not null)
        {
            foreach (var part in (string[])["-f", "-y", "-s", "64", "-e", "trace=pwrite64,fdatasync,fsync,write", "-o", traceLog!, Environment.ProcessPath!])
            {
                start.ArgumentList.Add(part);
            }
        }

        start.Environment[RoleVariable] = $"{role}|{path}|{argument}";
        return new StoreChild(Process.Start(start)!);
    }

    /// <summary>Plays the role this process was started for.</summary>
    public static async Task<int> PlayAsync(string role)
    {
        var parts = role.Split('|');
        var ids = new IdSource(TimeProvider.System);
        await using var store = new SqliteStore(new SqliteStoreOptions { Path = parts[1] }, TimeProvider.System, ids);
        using var jobs = SqliteServiceCollectionExtensions.CreateJobStore(store);
        switch (parts[0])
        {
            case "load":
                await LoadAsync(jobs, ids, int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture));
                return 0;
            case "hold":
                await HoldAsync(jobs, ids);
                return 0;
            case "acknowledge":
                await AcknowledgeAsync(jobs, ids, int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture));
                return 0;
            default:
                return 3;
        }
    }

    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async Task<JobId> ReadJobAsync(CancellationToken cancellationToken) =>
        JobId.TryParse(await _process.StandardOutput.ReadLineAsync(cancellationToken), out var id) ? id : throw new InvalidOperationException("The child said no job.");

    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static NewJob NewJob(IdSource ids) => new() { Id = new JobId(ids.Next()), Kind = "test.work", Arguments = new byte[20] };

    private static async Task<WorkerId> BeatAsync(JobStore jobs, IdSource ids)
    {
        var worker = new WorkerId(ids.Next());
        await jobs.HeartbeatAsync(
            new WorkerHeartbeat { Worker = worker, Host = "child", ProcessId = Environment.ProcessId, LeaseTime = TimeSpan.FromDays(36_500) }, CancellationToken.None);
        return worker;
    }

    // Adds its share with several callers while it works on whatever is there, and goes on until nothing is left.
    private static async Task LoadAsync(JobStore jobs, IdSource ids, int count)
    {
        var worker = await BeatAsync(jobs, ids);
        var left = count;
        var adding = Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await jobs.EnqueueAsync([NewJob(ids)], CancellationToken.None);
            }
        }));
        while (true)
        {
            var added = adding.IsCompleted;
            var claimed = (await jobs.ClaimAsync(new ClaimRequest { Worker = worker, Limit = 20, Kinds = ["test.work"] }, CancellationToken.None)).Jobs;
            await Task.WhenAll(claimed.Select(async c =>
            {
                if (!(await jobs.SettleAsync([new Settlement.Complete { Lease = c.Lease }], CancellationToken.None))[0])
                {
                    throw new InvalidOperationException("A lease was lost.");
                }
            }));
            if (added && claimed.Count == 0)
            {
                break;
            }
        }

        await adding;
        await jobs.RetireAsync(worker, CancellationToken.None);
    }

    private static async Task HoldAsync(JobStore jobs, IdSource ids)
    {
        var worker = await BeatAsync(jobs, ids);
        await jobs.EnqueueAsync([NewJob(ids)], CancellationToken.None);
        var claimed = await jobs.ClaimAsync(new ClaimRequest { Worker = worker, Limit = 1, Kinds = ["test.work"] }, CancellationToken.None);
        Console.WriteLine(claimed.Jobs[0].Job.Id);
        await Console.Out.FlushAsync();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
    }

    private static async Task AcknowledgeAsync(JobStore jobs, IdSource ids, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await jobs.EnqueueAsync([NewJob(ids)], CancellationToken.None);
            Console.WriteLine("ACKNOWLEDGED");
            await Console.Out.FlushAsync();
        }
    }
}
