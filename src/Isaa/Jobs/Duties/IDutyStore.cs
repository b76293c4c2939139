namespace Isaa.Jobs.Duties;

/// <summary>The port to the duties that processes on one store share out. Thread safe. Errors as those of <see cref="Store.IJobStore"/>.</summary>
public interface IDutyStore
{
    /// <summary>Takes a duty that nobody has, or keeps one that the holder has for longer; the latter leaves its term as it is.</summary>
    /// <param name="name">What is to be done.</param>
    /// <param name="holder">The process; new at each start.</param>
    /// <param name="time">How long nobody else may take it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The duty; null while another process has it.</returns>
    Task<Duty?> TryTakeAsync(string name, Guid holder, TimeSpan time, CancellationToken cancellationToken);

    /// <summary>Gives a duty up, so that others need not wait; nothing happens when it was lost already.</summary>
    Task ResignAsync(Duty duty, CancellationToken cancellationToken);

    /// <summary>All duties that ever were taken, by name.</summary>
    Task<IReadOnlyList<DutyStatus>> ListAsync(CancellationToken cancellationToken);
}
