using Isaa.Files;
using Microsoft.Extensions.Logging;

namespace Isaa.Server.Logging;

/// <summary>Logs to <c>logs/isaa.log</c> in the home. Nothing is opened before the first entry.</summary>
internal sealed class LogFileProvider(IsaaHome home) : ILoggerProvider
{
    private readonly LogFile _file = new(() => home.Folder("logs"), TimeProvider.System);

    public ILogger CreateLogger(string categoryName) => new FileLogger(categoryName, _file);

    public void Dispose() => _file.Dispose();
}
