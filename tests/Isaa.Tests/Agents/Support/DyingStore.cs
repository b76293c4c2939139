using System.Reflection;
using Isaa.Jobs.Store;

namespace Isaa.Tests.Agents.Support;

/// <summary>A store that dies at one of the commits of a run, just before or just after it is written, and is dead from then on.</summary>
public class DyingStore : DispatchProxy
{
    private IJobStore _store = null!;
    private int _commitsLeft;
    private bool _writesLast;

    /// <summary>Whether the run got as far as the commit.</summary>
    public bool HasDied { get; private set; }

    public static (IJobStore Store, DyingStore Control) Create(IJobStore store, int atCommit, bool writesLast)
    {
        var proxy = Create<IJobStore, DyingStore>();
        var control = (DyingStore)(object)proxy;
        (control._store, control._commitsLeft, control._writesLast) = (store, atCommit, writesLast);
        return (proxy, control);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(IJobStore.CommitAsync)
        ? CommitAsync((JobCommit)args![0]!)
        : targetMethod.Invoke(_store, args);

    private async Task<bool> CommitAsync(JobCommit commit)
    {
        if (HasDied)
        {
            throw new ProcessDiedException();
        }

        if (Interlocked.Decrement(ref _commitsLeft) != 0)
        {
            return await _store.CommitAsync(commit, CancellationToken.None);
        }

        HasDied = true;
        if (_writesLast)
        {
            await _store.CommitAsync(commit, CancellationToken.None);
        }

        throw new ProcessDiedException();
    }

    public sealed class ProcessDiedException : Exception;
}
