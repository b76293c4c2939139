using Isaa.Storage.Postgres.Engine.Writing;
using NpgsqlTypes;

namespace Isaa.Storage.Postgres.Jobs.Sets;

/// <summary>Appends an event of one type to many jobs.</summary>
internal static class EventSets
{
    private const string Insert = """
        INSERT INTO isaa_events (job, type, at, tx) SELECT u.job, ?, ?, (SELECT isaa_event_place()) FROM unnest(?::bigint[]) AS u (job)
        """;

    public static void Append(PostgresWriteContext context, long[] jobs, int type) =>
        context.Statement(Insert).BindColumn(3, jobs, NpgsqlDbType.Bigint).Bind(1, type).Bind(2, context.Now).Run();
}
