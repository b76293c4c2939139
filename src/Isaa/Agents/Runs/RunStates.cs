using System.Text.Json;

namespace Isaa.Agents.Runs;

/// <summary>The run's state between attempts.</summary>
internal static class RunStates
{
    public static byte[] Write(RunState state) => JsonSerializer.SerializeToUtf8Bytes(state, RunJson.Default.RunState);

    public static RunState Read(ReadOnlyMemory<byte>? kept) => kept is { } bytes
        ? JsonSerializer.Deserialize(bytes.Span, RunJson.Default.RunState)!
        : new RunState();
}
