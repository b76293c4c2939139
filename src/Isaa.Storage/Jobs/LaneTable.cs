using System.Text.Json;
using Isaa.Jobs.Store;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs;

/// <summary>The lanes as one connection remembers them; used on that connection's thread only. Lanes are added, never changed or deleted.</summary>
internal sealed class LaneTable
{
    private const string SelectAfter = "SELECT lane, tenant, queue, kind, requires FROM isaa_lanes WHERE lane > ? ORDER BY lane";

    private const string TakeTurn = "SELECT lane FROM isaa_lanes WHERE lane = 0 FOR UPDATE";

    private const string Insert = "INSERT INTO isaa_lanes (tenant, queue, kind, requires) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private readonly Dictionary<long, Lane> _byNumber = [];
    private readonly Dictionary<(string Tenant, string Queue, string Kind, string Requires), Lane> _byKey = [];
    private long _newest;
    private (ClaimRequest Request, int Lanes, List<Lane> Match)? _lastMatch;

    /// <summary>The lane of a new job, added when it is the first of its kind.</summary>
    public Lane Intern(SqlContext context, NewJob job)
    {
        var key = (job.Tenant, job.Queue, job.Kind, RequiresText(job.Requires));
        if (_byKey.TryGetValue(key, out var lane))
        {
            return lane;
        }

        Load(context);
        if (_byKey.TryGetValue(key, out lane))
        {
            return lane;
        }

        // On PostgreSQL lanes become visible in the order of their numbers only if they are added one after the other.
        var turn = context.Statement(TakeTurn);
        _ = turn.Step();
        turn.Reset();
        Load(context);
        if (_byKey.TryGetValue(key, out lane))
        {
            return lane;
        }

        context.Statement(Insert).Bind(1, key.Tenant).Bind(2, key.Queue).Bind(3, key.Kind).Bind(4, key.Item4).Run();
        Load(context);
        return _byKey[key];
    }

    /// <summary>A lane that exists.</summary>
    public Lane Get(SqlContext context, long number)
    {
        if (!_byNumber.TryGetValue(number, out var lane))
        {
            Load(context);
            lane = _byNumber[number];
        }

        return lane;
    }

    /// <summary>Makes sure that all lanes are known up to the newest.</summary>
    public void Follow(SqlContext context, long newest)
    {
        if (newest > _newest)
        {
            Load(context);
        }
    }

    /// <summary>Those of the known lanes that a worker may take from.</summary>
    public List<Lane> Match(ClaimRequest request)
    {
        if (_lastMatch is { } last && last.Lanes == _byNumber.Count && IsSame(last.Request, request))
        {
            return last.Match;
        }

        var match = _byNumber.Values.Where(lane => Serves(request, lane)).ToList();
        _lastMatch = (request, _byNumber.Count, match);
        return match;
    }

    private static bool IsSame(ClaimRequest left, ClaimRequest right) =>
        ReferenceEquals(left.Kinds, right.Kinds) && ReferenceEquals(left.Queues, right.Queues) && ReferenceEquals(left.Capabilities, right.Capabilities)
        && ReferenceEquals(left.Reserved, right.Reserved);

    private static bool Serves(ClaimRequest request, Lane lane) =>
        request.Kinds.Contains(lane.Kind)
        && (request.Queues is null || request.Queues.Contains(lane.Queue))
        && lane.Requires.All(request.Capabilities.Contains)
        && (request.Reserved is null || lane.Requires.Any(request.Reserved.Contains));

    private static string RequiresText(IReadOnlyList<string> requires) =>
        requires.Count == 0 ? "[]" : JsonSerializer.Serialize([.. requires.Distinct().Order(StringComparer.Ordinal)], JobJson.Default.StringArray);

    private void Load(SqlContext context)
    {
        var rows = context.Statement(SelectAfter).Bind(1, _newest);
        while (rows.Step())
        {
            var requires = rows.Text(4);
            var lane = new Lane(rows.Long(0), rows.Text(1), rows.Text(2), rows.Text(3), JobJson.ReadTags(requires));
            _byNumber[lane.Number] = lane;
            _byKey[(lane.Tenant, lane.Queue, lane.Kind, requires)] = lane;
            _newest = lane.Number;
        }
    }
}
