using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Isaa.Protocol.Health;
using Isaa.Storage.Sqlite;

namespace Isaa.Server.Doctor;

/// <summary>The store: it opens, its schema fits, its pages are whole.</summary>
internal sealed class StoreCheck(SqliteStore store, IJobStore jobs) : IDoctorCheck
{
    public async Task<IReadOnlyList<DoctorCheck>> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.OpenAsync(cancellationToken);
            var counts = await jobs.CountAsync(queue: null, cancellationToken);
            return await store.FindDamageAsync(cancellationToken) is { } damage
                ? [Finding.Failed("store", $"{store.Path} is damaged: {damage}", "Stop all isaa processes and restore the file from a backup.")]
                : [Finding.Ok("store", $"{store.Path} is whole · {counts.Values.Sum()} jobs · SQLite {SqliteLibrary.Version}")];
        }
        catch (IsaaException e)
        {
            return [Finding.Failed("store", e.Message, null)];
        }
    }
}
