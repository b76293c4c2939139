using System.ComponentModel.DataAnnotations;

namespace Isaa.Storage.Sqlite;

/// <summary>Where the SQLite store is and how it behaves.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The database file. It and its folder are made for the owner alone where they do not exist.</summary>
    [Required]
    public required string Path { get; set; }

    /// <summary>How long a write waits for another program that holds the database before it fails with <c>store_busy</c>. Default 30 seconds.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most writes that share one commit. Default 1024.</summary>
    [Range(1, 100_000)]
    public int MaxGroup { get; set; } = 1024;

    /// <summary>
    /// How much longer a job waits at most than one that is a priority level more urgent, so that nothing starves: a job of priority 1 runs before those of
    /// priority 0 that came this much later. All processes on one file use the same. Default 10 minutes.
    /// </summary>
    public TimeSpan AgeingStep { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Threads that read, each with its own connection, started when first needed. Default 2.</summary>
    [Range(1, 16)]
    public int Readers { get; set; } = 2;

    /// <summary>How often the file is looked at for changes of others while somebody waits for one. Default 250 ms.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(250);
}
