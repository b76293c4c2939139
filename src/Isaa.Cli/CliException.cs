namespace Isaa.Cli;

/// <summary>Ends a verb with one clear message.</summary>
internal sealed class CliException(int exitCode, string code, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public string Code { get; } = code;
}
