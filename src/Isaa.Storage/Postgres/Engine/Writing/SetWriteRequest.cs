using Isaa.Storage.Sql;

namespace Isaa.Storage.Postgres.Engine.Writing;

/// <summary>A write that is made in one go with others of its kind that wait at the same moment, whoever their callers are.</summary>
/// <param name="operation">Makes all of them and answers each, in their order. The same object for all of a kind.</param>
/// <param name="item">What this one writes.</param>
internal sealed class SetWriteRequest<TItem, T>(Func<SqlWriteContext, IReadOnlyList<TItem>, IReadOnlyList<T>> operation, TItem item)
    : WriteRequest<T>(context => operation(context, [item])[0])
{
    private readonly TItem _item = item;

    public override object? Set => operation;

    public override void ExecuteSet(SqlWriteContext context, IReadOnlyList<WriteRequest> requests)
    {
        var results = operation(context, [.. requests.Select(request => ((SetWriteRequest<TItem, T>)request)._item)]);
        for (var i = 0; i < requests.Count; i++)
        {
            ((SetWriteRequest<TItem, T>)requests[i]).SetResult(results[i]);
        }
    }
}
