using Isaa.Storage.Sql;

namespace Isaa.Storage.Postgres.Engine.Writing;

/// <summary>Makes the writes of a transaction: those of a set in one go, where the first of them stands.</summary>
internal static class WriteSets
{
    /// <summary>Makes some of a group's writes.</summary>
    public static void Execute(SqlWriteContext context, List<WriteRequest> group, int first, int count)
    {
        var sets = count == 1 ? null : Collect(group, first, count);
        for (var i = first; i < first + count; i++)
        {
            if (group[i].Set is not { } set || sets is null)
            {
                group[i].Execute(context);
            }
            else if (sets.Remove(set, out var members))
            {
                group[i].ExecuteSet(context, members);
            }
        }
    }

    private static Dictionary<object, List<WriteRequest>> Collect(List<WriteRequest> group, int first, int count)
    {
        var sets = new Dictionary<object, List<WriteRequest>>(ReferenceEqualityComparer.Instance);
        for (var i = first; i < first + count; i++)
        {
            if (group[i].Set is { } set)
            {
                if (!sets.TryGetValue(set, out var members))
                {
                    sets.Add(set, members = []);
                }

                members.Add(group[i]);
            }
        }

        return sets;
    }
}
