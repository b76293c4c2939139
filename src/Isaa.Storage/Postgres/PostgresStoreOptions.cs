using System.ComponentModel.DataAnnotations;

namespace Isaa.Storage.Postgres;

/// <summary>Where the PostgreSQL store is and how it behaves.</summary>
public sealed class PostgresStoreOptions
{
    /// <summary>
    /// Where the database is: <c>postgres://user:password@host:port/database?search_path=isaa</c>, or keywords as in
    /// <c>Host=db;Database=isaa</c>. The tables are made in the first schema of the search path, which is made when it is missing.
    /// </summary>
    [Required]
    public required string ConnectionString { get; set; }

    /// <summary>Threads that write, each with its own connection, started when needed. Default 4.</summary>
    [Range(1, 64)]
    public int Writers { get; set; } = 4;

    /// <summary>Threads that read, each with its own connection, started when needed. Default 2.</summary>
    [Range(1, 64)]
    public int Readers { get; set; } = 2;

    /// <summary>The most writes that share one commit. Default 256.</summary>
    [Range(1, 10_000)]
    public int MaxGroup { get; set; } = 256;

    /// <summary>
    /// How much longer a job waits at most than one that is a priority level more urgent, so that nothing starves: a job of priority 1 runs before those of
    /// priority 0 that came this much later. All processes on one database use the same. Default 10 minutes.
    /// </summary>
    public TimeSpan AgeingStep { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether processes tell each other of changes by LISTEN and NOTIFY, over two more connections. Default true. Turn it off where connections
    /// are shared by a pooler that does not keep sessions; changes of others are then seen by polling alone.
    /// </summary>
    public bool Listen { get; set; } = true;

    /// <summary>How often the database is looked at for changes of others while somebody waits for one. Default 1 second.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a call waits for a server that is away, as at a restart, before it fails with <c>store_unavailable</c>. Default 30 seconds.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the first call waits for a server that does not answer yet, as when both are started together, before it fails with
    /// <c>store_unavailable</c>. Default 3 seconds.
    /// </summary>
    public TimeSpan FirstPatience { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Whether the server's clock decides what is due and which lease has ended. Default true, so that machines need not agree on the time. Turn
    /// it off where time is made up, as in tests.
    /// </summary>
    public bool UseServerClock { get; set; } = true;
}
