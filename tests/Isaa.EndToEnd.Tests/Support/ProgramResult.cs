using System.Text.Json;

namespace Isaa.EndToEnd.Tests.Support;

internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>What a process ended by SIGKILL gives.</summary>
    public const int Killed = 137;

    public JsonElement Json => JsonElement.Parse(Output);

    /// <summary>The JSON lines of the output.</summary>
    public IReadOnlyList<JsonElement> JsonLines => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    public override string ToString() => $"exit code {ExitCode}\n--- out\n{Output}\n--- err\n{Error}";
}
