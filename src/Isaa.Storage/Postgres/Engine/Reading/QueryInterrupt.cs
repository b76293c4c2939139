namespace Isaa.Storage.Postgres.Engine.Reading;

/// <summary>Stops a connection's query when a token is cancelled. One that comes before its query is lost, so it is repeated until this is disposed.</summary>
internal sealed class QueryInterrupt : IDisposable
{
    private static readonly TimeSpan RepeatedEvery = TimeSpan.FromMilliseconds(50);
    private readonly Lock _gate = new();
    private readonly PostgresConnection _connection;
    private readonly CancellationTokenRegistration _registration;
    private Timer? _timer;
    private bool _disposed;

    public QueryInterrupt(PostgresConnection connection, CancellationToken cancellationToken)
    {
        _connection = connection;
        _registration = cancellationToken.UnsafeRegister(static self => ((QueryInterrupt)self!).Start(), this);
    }

    public void Dispose()
    {
        _registration.Dispose();
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private void Start()
    {
        lock (_gate)
        {
            _timer = _disposed ? null : new Timer(static self => ((QueryInterrupt)self!).Interrupt(), this, TimeSpan.Zero, RepeatedEvery);
        }
    }

    private void Interrupt()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _connection.Interrupt();
            }
        }
    }
}
