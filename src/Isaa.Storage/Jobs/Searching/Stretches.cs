using Isaa.Jobs.Searching;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Searching;

/// <summary>
/// Cuts the list of jobs into stretches, newest first, each longer than the one before, until so many jobs were looked at. One stretch holds all where an
/// index finds the jobs or all of them fit.
/// </summary>
internal sealed class Stretches(SqlReadContext context, FilterSql filter, JobPlace? after, int most)
{
    private const int First = 1000;
    private const int Longest = 32_000;

    private const string SelectLow = "SELECT min(b.seq) FROM (SELECT seq FROM isaa_jobs WHERE seq < ? ORDER BY seq DESC LIMIT ?) b";

    private int _size = First;
    private int _lookedAt;
    private bool _ended;

    /// <summary>The first row of the stretch.</summary>
    public long Low { get; private set; }

    /// <summary>The row after the stretch's last.</summary>
    public long High { get; private set; } = after?.Row ?? long.MaxValue;

    /// <summary>Where to go on when there are no more stretches; null when all jobs were looked at.</summary>
    public JobPlace? Rest { get; private set; }

    /// <summary>Goes to the next stretch; false when there is none.</summary>
    public bool Next()
    {
        if (_ended)
        {
            return false;
        }

        if (filter.IsIndexed || filter.IsEmpty)
        {
            _ended = true;
            return true;
        }

        if (_lookedAt > 0)
        {
            High = Low;
        }

        if (_lookedAt >= most)
        {
            Rest = new JobPlace(High);
            return false;
        }

        if (FindLow() is not { } low)
        {
            return false;
        }

        Low = low;
        _lookedAt += _size;
        _size = Math.Min(_size * 8, Longest);
        return true;
    }

    private long? FindLow()
    {
        var row = context.Statement(SelectLow).Bind(1, High).Bind(2, _size);
        _ = row.Step();
        var low = row.LongOrNull(0);
        row.Reset();
        return low;
    }
}
