namespace Isaa.Storage.Postgres.Engine;

/// <summary>What all connections of a store share: where they go, what time it is, how jobs age, and that the schema is there. Thread safe.</summary>
internal sealed class PostgresSession(PostgresAddress address, ServerClock clock, TimeSpan ageingStep)
{
    private readonly Lock _gate = new();
    private bool _migrated;

    /// <summary>Where the store is.</summary>
    public PostgresAddress Address => address;

    /// <summary>How much later a level of priority makes a job, in microseconds.</summary>
    public long AgeingStep { get; } = (long)ageingStep.TotalMicroseconds;

    /// <summary>The store's clock.</summary>
    public ServerClock Clock => clock;

    /// <summary>Makes sure that the schema is the newest.</summary>
    public void Prepare()
    {
        if (!Volatile.Read(ref _migrated))
        {
            Open().Dispose();
        }
    }

    /// <summary>Opens a connection to a store whose schema is the newest.</summary>
    public PostgresConnection Open()
    {
        var connection = PostgresConnection.Open(address);
        try
        {
            clock.Measure(connection);
            lock (_gate)
            {
                if (!_migrated)
                {
                    new PostgresMigrator(connection, address, PostgresMigrator.Known).Run(clock.Now);
                    _migrated = true;
                }
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
