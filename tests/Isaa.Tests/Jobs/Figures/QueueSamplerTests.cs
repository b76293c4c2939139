using System.Diagnostics.Metrics;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Duties;
using Isaa.Jobs.Figures;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Searching;
using Isaa.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Isaa.Tests.Jobs.Figures;

/// <summary>What is measured and indexed beside the work.</summary>
public sealed class QueueSamplerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gauges_show_depth_and_oldest_age_from_the_process_that_has_the_duty()
    {
        var time = new ManualTime();
        await using var engine = Create(time);
        await engine.Queue.EnqueueAsync(new TestEngine.Call { Text = "a" }, new EnqueueOptions { Queue = "mail" }, Token);
        await engine.Queue.EnqueueAsync(new TestEngine.Call { Text = "b" }, new EnqueueOptions { Queue = "mail" }, Token);
        using var sampler = Sampler(engine, time, engine.Get<DutyHolder>());
        using var other = Sampler(engine, time, new DutyHolder(new IdSource(TimeProvider.System)));
        using var gauges = new Gauges("mail");
        time.Advance(TimeSpan.FromSeconds(7));

        await sampler.RunOnceAsync(Token);
        await other.RunOnceAsync(Token);

        Assert.Equal([2.0], gauges.Read("isaa.queue.depth"));
        Assert.Equal([7.0], gauges.Read("isaa.queue.oldest_age"));
        time.Advance(LedTask.HeldFor);
        await other.RunOnceAsync(Token);
        await sampler.RunOnceAsync(Token);
        Assert.Equal([2.0], gauges.Read("isaa.queue.depth"));
    }

    [Fact]
    public async Task Jobs_that_no_worker_takes_are_shown_and_warned_of_once_until_one_does()
    {
        var (time, log) = (new ManualTime(), new Lines());
        await using var engine = Create(time);
        using var sampler = Sampler(engine, time, engine.Get<DutyHolder>(), log);
        using var gauges = new Gauges("gpu");
        await engine.Queue.EnqueueAsync(new TestEngine.Call { Text = "a" }, new EnqueueOptions { Queue = "gpu", Requires = ["cuda"] }, Token);
        await LookAsync(sampler, time);
        Assert.Empty(log.All);

        await LookAsync(sampler, time);
        await LookAsync(sampler, time);

        var line = Assert.Single(log.All);
        Assert.Contains("1 ready jobs of kind test.call in queue gpu (required: cuda)", line, StringComparison.Ordinal);
        Assert.Equal([1.0], gauges.Read("isaa.queue.unserved"));
    }

    [Fact]
    public async Task What_happens_is_counted_by_queue_and_kind()
    {
        await using var engine = Create(TimeProvider.System);
        using var seen = new Measured("counted");

        await engine.RunAsync(new EnqueueOptions { Queue = "counted" });
        await engine.StopWorkersAsync();

        Assert.Equal(["isaa.job.attempts complete", "isaa.job.run", "isaa.job.wait"], seen.All.Order());
    }

    [Fact]
    public async Task The_text_index_is_kept_current_by_one_process_and_looks_again_soon_while_it_is_behind()
    {
        var time = new ManualTime();
        await using var engine = Create(time);
        await engine.Queue.EnqueueManyAsync(Enumerable.Range(0, 600).Select(n => new TestEngine.Call { Text = $"{n}" }), null, Token);
        var task = new TextIndexTask(engine.Get<ISearchStore>(), engine.Get<IDutyStore>(), engine.Get<DutyHolder>(), time);
        var other = new TextIndexTask(engine.Get<ISearchStore>(), engine.Get<IDutyStore>(), new DutyHolder(new IdSource(TimeProvider.System)), time);

        var first = await task.RunOnceAsync(Token);
        Assert.Equal((500, true), (first.Count, first.Next < TimeSpan.FromSeconds(1)));
        Assert.Equal(0, (await other.RunOnceAsync(Token)).Count);
        time.Advance(first.Next);
        var second = await task.RunOnceAsync(Token);

        Assert.Equal((100, true), (second.Count, second.Next > TimeSpan.FromSeconds(1)));
    }

    private static TestEngine Create(TimeProvider time) => TestEngine.Create((_, _, _) => Task.FromResult<JobOutcome>(new JobOutcome.Completed()), time);

    private static QueueSampler Sampler(TestEngine engine, TimeProvider time, DutyHolder holder, ILogger<QueueSampler>? log = null) =>
        new(engine.Get<IQueueStore>(), engine.Get<IFigureStore>(), engine.Get<IDutyStore>(), holder, time, log ?? new Lines());

    private static async Task LookAsync(QueueSampler sampler, ManualTime time)
    {
        await sampler.RunOnceAsync(Token);
        time.Advance(TimeSpan.FromSeconds(15));
    }

    private static bool IsOf(string queue, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (name == "queue" && queue.Equals(value))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class Gauges : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<(string Name, double Value)> _read = [];

        public Gauges(string queue)
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == IsaaTelemetry.Name && instrument.IsObservable)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(queue, instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(queue, instrument, value, tags));
            _listener.Start();
        }

        public IEnumerable<double> Read(string name)
        {
            _read.Clear();
            _listener.RecordObservableInstruments();
            return [.. _read.Where(r => r.Name == name).Select(r => r.Value)];
        }

        public void Dispose() => _listener.Dispose();

        private void Add(string queue, Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (IsOf(queue, tags))
            {
                _read.Add((instrument.Name, value));
            }
        }
    }

    private sealed class Measured : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<string> _all = [];

        public Measured(string queue)
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == IsaaTelemetry.Name && !instrument.IsObservable)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(queue, instrument.Name, tags));
            _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(queue, $"{instrument.Name} {Outcome(tags)}", tags));
            _listener.Start();
        }

        public IReadOnlyList<string> All
        {
            get
            {
                lock (_all)
                {
                    return [.. _all];
                }
            }
        }

        public void Dispose() => _listener.Dispose();

        private static object? Outcome(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.ToArray().FirstOrDefault(tag => tag.Key == "outcome").Value;

        private void Add(string queue, string text, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (IsOf(queue, tags))
            {
                lock (_all)
                {
                    _all.Add(text);
                }
            }
        }
    }

    private sealed class Lines : ILogger<QueueSampler>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add(formatter(state, exception));
    }
}
