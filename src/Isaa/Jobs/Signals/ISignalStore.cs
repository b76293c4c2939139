namespace Isaa.Jobs.Signals;

/// <summary>The port to the signals that jobs wait for. Thread safe.</summary>
public interface ISignalStore
{
    /// <summary>Keeps a signal for a job, and lets the job go on when it waits for it. It is on disk when this returns.</summary>
    /// <exception cref="Isaa.Diagnostics.IsaaException"><c>signals_full</c>: too many signals wait for the job already.</exception>
    Task<SignalResult> SignalAsync(NewSignal signal, CancellationToken cancellationToken);

    /// <summary>Takes the oldest signal of a name, or settles that there was none in time; in one transaction with what the job keeps of it.</summary>
    Task<SignalTaken> TakeSignalAsync(SignalTake take, CancellationToken cancellationToken);

    /// <summary>The names of the signals that came for a job and were not taken yet, each once; empty for none or no such job.</summary>
    Task<IReadOnlyList<string>> ReadSignalNamesAsync(JobId job, CancellationToken cancellationToken);
}
