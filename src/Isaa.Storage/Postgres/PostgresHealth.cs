namespace Isaa.Storage.Postgres;

/// <summary>What a PostgreSQL server says of itself.</summary>
public sealed record PostgresHealth
{
    /// <summary>The oldest version the store's schema works on.</summary>
    public const int OldestMajorVersion = 14;

    /// <summary>The server's version, for example <c>15.14</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The first number of the version.</summary>
    public required int MajorVersion { get; init; }

    /// <summary>Whether what a commit acknowledges is on disk.</summary>
    public required bool IsDurable { get; init; }

    /// <summary>How many connections the server has now.</summary>
    public required long Connections { get; init; }

    /// <summary>How many it takes.</summary>
    public required long MaxConnections { get; init; }

    /// <summary>How much later the server's clock shows than this machine's; negative when it is behind.</summary>
    public required TimeSpan ClockAhead { get; init; }
}
