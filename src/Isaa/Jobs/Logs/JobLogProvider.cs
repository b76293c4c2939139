using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Logs;

/// <summary>Keeps with a job what its handler, and all that it calls, logs through any logger.</summary>
[ProviderAlias("IsaaJobs")]
internal sealed class JobLogProvider : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new JobLogger(categoryName);

    public void Dispose()
    {
    }

    private sealed class JobLogger(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => TrailBuffer.Current?.Keeps(logLevel) ?? false;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (TrailBuffer.Current is { } trail && trail.Keeps(logLevel))
            {
                var text = formatter(state, exception);
                trail.Log(logLevel, category, exception is null ? text : $"{text}\n{exception}");
            }
        }
    }
}
