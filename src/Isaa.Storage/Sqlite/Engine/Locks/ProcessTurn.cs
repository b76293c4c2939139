namespace Isaa.Storage.Sqlite.Engine.Locks;

/// <summary>
/// The turn to write among the processes on one file. Who waits holds the gate, so who just wrote queues up behind it and cannot take
/// turn after turn.
/// </summary>
internal sealed class ProcessTurn : IDisposable
{
    private readonly FileLock? _gate;
    private readonly FileLock? _turn;

    public ProcessTurn(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _gate = FileLock.Open(path + ".gate");
        _turn = FileLock.Open(path + ".turn");
    }

    /// <summary>Takes the turn if nobody has it.</summary>
    public bool TryEnter()
    {
        if (_gate is null)
        {
            return true;
        }

        if (!_gate.TryLock())
        {
            return false;
        }

        var taken = _turn!.TryLock();
        _gate.Unlock();
        return taken;
    }

    /// <summary>Waits for the turn.</summary>
    public void Enter()
    {
        _gate?.Lock();
        _turn?.Lock();
        _gate?.Unlock();
    }

    public void Leave() => _turn?.Unlock();

    public void Dispose()
    {
        _gate?.Dispose();
        _turn?.Dispose();
    }
}
