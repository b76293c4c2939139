using System.Collections.Concurrent;
using System.Text.Json;
using Isaa.Jobs;
using Isaa.Jobs.Searching;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Searching;

/// <summary>A filter as the condition of a query on <c>isaa_jobs j</c> joined with <c>isaa_lanes l</c>, and the values of its parameters.</summary>
internal sealed class FilterSql
{
    private const int UnsuccessfulStates = 1 << (int)JobState.Failed | 1 << (int)JobState.Cancelled | 1 << (int)JobState.Dead;
    private const int ActiveState = 1 << (int)JobState.Active;

    // Commands are found by the reference of their text, so one text is kept for each form that filters take.
    private static readonly ConcurrentDictionary<string, string> Texts = new();

    private readonly List<string> _conditions = [];
    private readonly List<Func<SqlStatement, int, int>> _binders = [];
    private readonly SqlDialect _dialect;

    public FilterSql(JobFilter filter, SqlDialect dialect)
    {
        _dialect = dialect;
        AddIds(filter);
        if (filter.Text is { } text)
        {
            AddText($"j.seq IN ({dialect.SelectByText})", dialect.TextQuery(SearchText.Parse(text)));
            IsIndexed = true;
        }

        AddStates(filter);
        AddText("l.tenant = ?", filter.Tenant);
        AddText("l.queue = ?", filter.Queue);
        AddText("l.kind = ?", filter.Kind);
        AddText("j.group_row IN (SELECT g.group_row FROM isaa_groups g WHERE g.key = ?)", filter.Group);
        AddTags(filter);
        AddTimes("j.created_at", filter.Added);
        AddTimes("j.finished_at", filter.Finished);
        AddTimes("j.run_at", filter.Due);
        AddText(dialect.Property("j.error", "code") + " = ?", filter.ErrorCode);
        AddText(dialect.Contains(dialect.Property("j.error", "message"), "?"), filter.ErrorText);
        AddFields(filter);
    }

    /// <summary>Whether an index finds the jobs, so that a query need not be cut into pieces.</summary>
    public bool IsIndexed { get; private set; }

    /// <summary>Whether there is nothing to look at: each job fits.</summary>
    public bool IsEmpty => _conditions.Count == 0;

    private string Index { get; set; } = "";

    /// <summary>A query with this condition, always the same text for filters of one form.</summary>
    /// <param name="columns">What it selects.</param>
    /// <param name="tail">What follows the condition; its parameters come after the condition's.</param>
    public string Select(string columns, string tail)
    {
        var condition = _conditions.Count == 0 ? "" : " AND " + string.Join(" AND ", _conditions);
        var text = $"SELECT {columns} FROM isaa_jobs j {Index}CROSS JOIN isaa_lanes l ON l.lane = j.lane WHERE j.seq >= ? AND j.seq < ?{condition}{tail}";
        return Texts.GetOrAdd(text, text);
    }

    /// <summary>Binds the bounds and the condition.</summary>
    /// <returns>The number of the next parameter.</returns>
    public int Bind(SqlStatement statement, long low, long high)
    {
        statement.Bind(1, low).Bind(2, high);
        return _binders.Aggregate(3, (index, bind) => bind(statement, index));
    }

    private void AddIds(JobFilter filter)
    {
        if (filter.Ids.Count > 0)
        {
            // A few sizes only, filled up with the last id, so that there are few forms.
            var size = filter.Ids.Count switch { 1 => 1, <= 10 => 10, <= 100 => 100, _ => JobFilter.MaxIds };
            Add($"j.id IN ({string.Join(", ", Enumerable.Repeat("?", size))})", (statement, index) =>
            {
                for (var i = 0; i < size; i++)
                {
                    statement.Bind(index + i, filter.Ids[Math.Min(i, filter.Ids.Count - 1)].Value);
                }

                return index + size;
            });
            IsIndexed = true;
        }

        if (filter.IdPart is { } part)
        {
            var digits = part.ToLowerInvariant();
            var id = _dialect.IdDigits("j.id");
            Add($"({id} LIKE ? OR {id} LIKE ?)", (statement, index) =>
            {
                statement.Bind(index, digits + "%").Bind(index + 1, "%" + digits);
                return index + 2;
            });
        }
    }

    private void AddStates(JobFilter filter)
    {
        var states = filter.States.Aggregate(0, (bits, state) => bits | 1 << (int)state);
        if (states == 0)
        {
            return;
        }

        if (!IsIndexed && (states == ActiveState || (states & ~UnsuccessfulStates) == 0))
        {
            // The condition of the partial index has to be there word for word.
            _conditions.Add(states == ActiveState ? "j.state = 3" : "j.state > 6");
            Index = states == ActiveState ? "INDEXED BY isaa_jobs_active " : "INDEXED BY isaa_jobs_unsuccessful ";
            IsIndexed = true;
        }

        Add("((CAST(? AS BIGINT) >> j.state) & 1) = 1", (statement, index) =>
        {
            statement.Bind(index, states);
            return index + 1;
        });
    }

    private void AddTags(JobFilter filter)
    {
        foreach (var tag in filter.Tags)
        {
            // Kept as a JSON array; a quote inside a tag is kept escaped, so this fits whole tags only.
            AddText(_dialect.Contains("(',' || substr(j.tags, 2))", "?"), "," + JsonSerializer.Serialize(tag, JobJson.Default.String));
        }
    }

    private void AddFields(JobFilter filter)
    {
        foreach (var field in filter.Fields)
        {
            var table = field.IsOfResult ? "isaa_job_results" : "isaa_job_arguments";
            Add($"EXISTS (SELECT 1 FROM {table} f WHERE f.seq = j.seq AND {_dialect.FieldEquals("f.body")})",
                (statement, index) => _dialect.BindField(statement, index, field));
        }
    }

    private void AddTimes(string column, TimeRange range)
    {
        AddTime(column + " >= ?", range.From);
        AddTime(column + " < ?", range.Before);
    }

    private void AddTime(string condition, DateTimeOffset? time)
    {
        if (time is { } at)
        {
            Add(condition, (statement, index) =>
            {
                statement.Bind(index, JobRow.NotBefore(at));
                return index + 1;
            });
        }
    }

    private void AddText(string condition, string? value)
    {
        if (value is not null)
        {
            Add(condition, (statement, index) =>
            {
                statement.Bind(index, value);
                return index + 1;
            });
        }
    }

    private void Add(string condition, Func<SqlStatement, int, int> bind)
    {
        _conditions.Add(condition);
        _binders.Add(bind);
    }
}
