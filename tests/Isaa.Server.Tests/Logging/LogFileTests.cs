using Isaa.Server.Logging;
using Microsoft.Extensions.Logging;

namespace Isaa.Server.Tests.Logging;

public sealed class LogFileTests : IDisposable
{
    private readonly string _folder = TestServer.NewFolder();

    [Fact]
    public void An_entry_is_one_line_whatever_its_message_holds()
    {
        using (var log = new LogFile(() => _folder, TimeProvider.System))
        {
            log.Write(LogLevel.Information, "Test", "first\n2026-01-01 forged entry", null);
        }

        Assert.Single(File.ReadAllLines(Path.Combine(_folder, LogFile.Name)));
    }

    [Fact]
    public void A_full_file_is_kept_under_a_number_and_at_most_four_are_kept()
    {
        using (var log = new LogFile(() => _folder, TimeProvider.System, limit: 200))
        {
            for (var i = 0; i < 40; i++)
            {
                log.Write(LogLevel.Information, "Test", $"entry {i} of a log that grows and grows", null);
            }
        }

        var files = Directory.GetFiles(_folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["isaa.log", "isaa.log.1", "isaa.log.2", "isaa.log.3"], files);
        Assert.Contains("entry 39 ", File.ReadAllText(Path.Combine(_folder, LogFile.Name)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_log_is_its_owners_alone()
    {
        using (var log = new LogFile(() => _folder, TimeProvider.System))
        {
            log.Write(LogLevel.Error, "Test", "something", new InvalidOperationException("why"));
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, LogFile.Name)));
    }

    [Fact]
    public void A_log_that_cannot_be_written_stops_nothing()
    {
        using var log = new LogFile(() => throw new IOException("no space"), TimeProvider.System);
        log.Write(LogLevel.Error, "Test", "something", null);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
