namespace Isaa.Server.Tests;

/// <summary>A job that returns its text, or fails, waits or logs when the text says so.</summary>
internal sealed record EchoJob
{
    public const string Kind = "test.echo";

    public required string Text { get; init; }
}
