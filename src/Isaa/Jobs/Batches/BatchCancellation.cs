namespace Isaa.Jobs.Batches;

/// <summary>A token that ends when all of some tokens have.</summary>
internal sealed class BatchCancellation : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<CancellationTokenRegistration> _registrations = [];
    private int _left;

    public BatchCancellation(IEnumerable<CancellationToken> tokens)
    {
        var all = tokens.ToArray();
        _left = all.Length;
        foreach (var token in all)
        {
            _registrations.Add(token.UnsafeRegister(static state => ((BatchCancellation)state!).Count(), this));
        }
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _source.Dispose();
    }

    private void Count()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _source.Cancel();
        }
    }
}
