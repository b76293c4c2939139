namespace Isaa.Storage.Sql;

/// <summary>A read that waits for a thread.</summary>
internal abstract class ReadRequest(CancellationToken cancellationToken)
{
    public CancellationToken CancellationToken { get; } = cancellationToken;

    public abstract void Run(SqlReadContext context);

    public abstract void Fail(Exception error);

    public abstract void Cancel();
}

/// <summary>A read with a result.</summary>
internal sealed class ReadRequest<T>(Func<SqlReadContext, T> operation, CancellationToken cancellationToken)
    : ReadRequest(cancellationToken)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _done.Task;

    public override void Run(SqlReadContext context) => _done.TrySetResult(operation(context));

    public override void Fail(Exception error) => _done.TrySetException(error);

    public override void Cancel() => _done.TrySetCanceled(CancellationToken);
}
