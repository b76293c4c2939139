using Microsoft.Extensions.Logging;

namespace Isaa.Server.Logging;

internal sealed class FileLogger(string category, LogFile file) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            file.Write(logLevel, category, formatter(state, exception), exception);
        }
    }
}
