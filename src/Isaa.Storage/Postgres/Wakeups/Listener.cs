using System.Globalization;
using Isaa.Storage.Postgres.Engine;
using Npgsql;

namespace Isaa.Storage.Postgres.Wakeups;

/// <summary>Hears which topics other processes changed, on a connection of its own, opened again when it was lost.</summary>
/// <param name="session">Where the database is.</param>
/// <param name="name">This process's name among the listeners; its own messages are passed over.</param>
/// <param name="time">Waits between tries.</param>
/// <param name="raise">Called with the topics as bits.</param>
internal sealed class Listener(PostgresSession session, string name, TimeProvider time, Action<int> raise) : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _start = new();
    private Task? _running;

    /// <summary>Listens from now on.</summary>
    public void Start()
    {
        if (_running is not null)
        {
            return;
        }

        lock (_start)
        {
            if (!_closing.IsCancellationRequested)
            {
                _running ??= Task.Run(RunAsync);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task? running;
        lock (_start)
        {
            StopWaiting();
            running = _running;
        }

        if (running is not null)
        {
            await running;
        }

        _closing.Dispose();
    }

    private void StopWaiting()
    {
        try
        {
            _closing.Cancel();
        }
        catch (AggregateException e) when (e.InnerException is ObjectDisposedException)
        {
            // The driver was just closing the connection that is to be interrupted: it waits for nothing any more.
        }
    }

    private async Task RunAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(_closing.Token);
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
            }
            catch (Exception e) when (e is NpgsqlException or Isaa.Diagnostics.IsaaException || PostgresErrors.IsAway(e))
            {
                // Those who wait look by themselves from time to time.
                await Task.Delay(PauseAfterFailure, time, _closing.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        session.Prepare();
        await using var connection = new NpgsqlConnection(session.Address.Driver);
        await connection.OpenAsync(cancellationToken);
        connection.Notification += (_, message) => Hear(message.Payload);
        await using var channel = new NpgsqlCommand($"SELECT {Notifier.Channel}", connection);
        var quoted = (string)(await channel.ExecuteScalarAsync(cancellationToken))!;
        await using var listen = new NpgsqlCommand($"LISTEN \"{quoted}\"", connection);
        await listen.ExecuteNonQueryAsync(cancellationToken);

        // What happened before is not told any more.
        raise(~0);
        while (!cancellationToken.IsCancellationRequested)
        {
            // The driver may overlook that it is to stop when the connection is cut at that moment; so it never waits for long.
            await connection.WaitAsync(LongestWait, cancellationToken);
        }
    }

    private void Hear(string payload)
    {
        var space = payload.IndexOf(' ', StringComparison.Ordinal);
        if (space > 0 && !payload.AsSpan(0, space).SequenceEqual(name)
            && int.TryParse(payload.AsSpan(space), NumberStyles.Integer, CultureInfo.InvariantCulture, out var topics))
        {
            raise(topics);
        }
    }
}
