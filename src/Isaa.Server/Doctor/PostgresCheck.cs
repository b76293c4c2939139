using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Isaa.Protocol.Health;
using Isaa.Storage.Postgres;

namespace Isaa.Server.Doctor;

/// <summary>The PostgreSQL store: it answers, its schema fits, what it acknowledges is on disk, and its clock agrees with this machine's.</summary>
internal sealed class PostgresCheck(PostgresStore store, IJobStore jobs) : IDoctorCheck
{
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<DoctorCheck>> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var health = await store.LookAsync(cancellationToken);
            var counts = await jobs.CountAsync(queue: null, cancellationToken);
            return [Judge(health, counts.Values.Sum())];
        }
        catch (IsaaException e)
        {
            return [Finding.Failed("store", e.Message, null)];
        }
    }

    private DoctorCheck Judge(PostgresHealth health, long jobs)
    {
        var text = $"{store.Shown} answers · {jobs} jobs · PostgreSQL {health.Version} · {health.Connections} of {health.MaxConnections} connections in use";
        return !health.IsDurable
            ? Finding.Failed("store", $"{store.Shown} may lose what it acknowledged: fsync, full_page_writes or synchronous_commit is off.", "Turn them on in postgresql.conf and for this user and database.")
            : health.MajorVersion < PostgresHealth.OldestMajorVersion
            ? Finding.Failed("store", $"{store.Shown} runs PostgreSQL {health.Version}.", $"Use PostgreSQL {PostgresHealth.OldestMajorVersion} or newer.")
            : health.ClockAhead.Duration() > Apart
            ? Finding.Warning("store", $"{text}. Its clock is {health.ClockAhead.TotalSeconds:0} s ahead of this machine's.", "Synchronize the clocks. The server's counts for what is due.")
            : health.Connections > health.MaxConnections * 0.9
            ? Finding.Warning("store", text, "Raise max_connections, or lower what each process uses.")
            : Finding.Ok("store", text);
    }
}
