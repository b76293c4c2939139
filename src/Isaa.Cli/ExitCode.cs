namespace Isaa.Cli;

/// <summary>What the process tells its caller; documented in the help and in docs/guide/cli.md.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int BadInput = 2;
    public const int NotFound = 3;
    public const int Unavailable = 4;
    public const int Cancelled = 130;
}
