namespace Isaa.Storage.Sql;

/// <summary>A write that waits for its turn.</summary>
internal abstract class WriteRequest
{
    private int _state;

    /// <summary>Takes it for execution; false when its caller gave up before.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, 1, 0) == 0;

    /// <summary>Gives it up; false when it was taken for execution before.</summary>
    protected bool TryAbandon() => Interlocked.CompareExchange(ref _state, 2, 0) == 0;

    /// <summary>Runs it inside the transaction.</summary>
    public abstract void Execute(SqlWriteContext context);

    /// <summary>What writes have in common that are made in one go; null for one that is made alone.</summary>
    public virtual object? Set => null;

    /// <summary>Runs it together with others of its set, itself among them.</summary>
    public virtual void ExecuteSet(SqlWriteContext context, IReadOnlyList<WriteRequest> requests) => throw new InvalidOperationException("This write belongs to no set.");

    /// <summary>Tells the caller that it is on disk.</summary>
    public abstract void Acknowledge();

    /// <summary>Tells the caller that nothing of it was written.</summary>
    public abstract void Refuse(Exception error);

    /// <summary>Refuses it if it has not begun.</summary>
    public void RefuseUnbegun(Exception error)
    {
        if (TryAbandon())
        {
            Refuse(error);
        }
    }
}

/// <summary>A write with a result.</summary>
internal class WriteRequest<T>(Func<SqlWriteContext, T> operation) : WriteRequest
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _cancellation;
    private T _result = default!;

    public Task<T> Task => _done.Task;

    public void CancelBy(CancellationToken token)
    {
        if (token.CanBeCanceled)
        {
            _cancellation = token.UnsafeRegister(static (self, token) => ((WriteRequest<T>)self!).Cancel(token), this);
        }
    }

    public override void Execute(SqlWriteContext context) => _result = operation(context);

    /// <summary>Keeps what its caller is told once it is on disk.</summary>
    protected void SetResult(T result) => _result = result;

    public override void Acknowledge()
    {
        _cancellation.Unregister();
        _ = _done.TrySetResult(_result);
    }

    public override void Refuse(Exception error)
    {
        _cancellation.Unregister();
        _ = _done.TrySetException(error);
    }

    private void Cancel(CancellationToken token)
    {
        if (TryAbandon())
        {
            _ = _done.TrySetCanceled(token);
        }
    }
}
