using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Logs;

/// <summary>Collects one attempt's progress and log lines, and writes them in groups. Thread safe.</summary>
internal sealed class TrailBuffer : IDisposable
{
    private const int MaxLines = 1000;
    private const int MaxText = 8 * 1024;

    private static readonly AsyncLocal<TrailBuffer?> Ambient = new();

    private readonly Func<JobTrail, Task<bool>> _write;
    private readonly JobLogOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private List<JobLogLine> _lines = [];
    private JobProgress? _progress;
    private int _dropped;
    private ITimer? _timer;
    private Task _writing = Task.CompletedTask;
    private bool _isArmed;
    private bool _isClosed;

    /// <summary>Creates an empty buffer.</summary>
    /// <param name="write">
    /// Writes what came together. An error keeps it for the next time; a lost lease is of no matter here, the settlement meets it and says so.
    /// </param>
    /// <param name="options">What is kept and how often it is written.</param>
    /// <param name="time">The clock.</param>
    public TrailBuffer(Func<JobTrail, Task<bool>> write, JobLogOptions options, TimeProvider time)
    {
        _write = write;
        _options = options;
        _time = time;
    }

    /// <summary>The buffer of the attempt that the calling code belongs to; null outside of any.</summary>
    public static TrailBuffer? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public bool Keeps(LogLevel level) => level >= _options.Level && level != LogLevel.None;

    public void Log(LogLevel level, string category, string text)
    {
        if (!Keeps(level))
        {
            return;
        }

        var line = new JobLogLine
        {
            At = _time.GetUtcNow(),
            Level = level,
            Category = category,
            Text = text.Length <= MaxText ? text : string.Concat(text.AsSpan(0, MaxText), $" … ({text.Length - MaxText} more characters)"),
        };
        lock (_gate)
        {
            if (_lines.Count >= MaxLines)
            {
                _dropped++;
                return;
            }

            _lines.Add(line);
            Arm();
        }
    }

    public void Report(ReadOnlyMemory<byte> value)
    {
        lock (_gate)
        {
            _progress = new JobProgress { At = _time.GetUtcNow(), Value = value };
            Arm();
        }
    }

    /// <summary>Ends the collecting.</summary>
    /// <returns>What was not written yet; null for nothing.</returns>
    public async Task<JobTrail?> CloseAsync()
    {
        Task writing;
        lock (_gate)
        {
            _isClosed = true;
            writing = _writing;
        }

        await writing;
        return Take();
    }

    public void Dispose() => _timer?.Dispose();

    private void Arm()
    {
        if (_isArmed || _isClosed)
        {
            return;
        }

        _isArmed = true;
        _timer ??= _time.CreateTimer(static state => ((TrailBuffer)state!).Start(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(_options.WriteInterval, Timeout.InfiniteTimeSpan);
    }

    private void Start()
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _writing = Task.Run(WriteAsync);
            }
        }
    }

    private async Task WriteAsync()
    {
        if (Take() is not { } trail)
        {
            return;
        }

        try
        {
            await _write(trail);
        }
        catch (Exception)
        {
            // The settlement brings it along, and tells when it cannot be written.
            PutBack(trail);
        }

        lock (_gate)
        {
            _isArmed = false;
            if (_lines.Count > 0 || _progress is not null)
            {
                Arm();
            }
        }
    }

    private JobTrail? Take()
    {
        lock (_gate)
        {
            if (_lines.Count == 0 && _progress is null)
            {
                return null;
            }

            if (_dropped > 0)
            {
                _lines.Add(new JobLogLine
                {
                    At = _time.GetUtcNow(),
                    Level = LogLevel.Warning,
                    Category = "Isaa.Jobs",
                    Text = $"{_dropped} lines were left out here: they came faster than they could be kept.",
                });
            }

            var trail = new JobTrail { Progress = _progress, Lines = _lines, Keep = _options.Keep };
            (_lines, _progress, _dropped) = ([], null, 0);
            return trail;
        }
    }

    private void PutBack(JobTrail trail)
    {
        lock (_gate)
        {
            var room = Math.Max(0, MaxLines - trail.Lines.Count);
            _dropped += Math.Max(0, _lines.Count - room);
            _lines = [.. trail.Lines, .. _lines.Take(room)];
            _progress ??= trail.Progress;
        }
    }
}
