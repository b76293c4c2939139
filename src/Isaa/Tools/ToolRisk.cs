namespace Isaa.Tools;

/// <summary>What harm a tool can do, from least to most.</summary>
public enum ToolRisk
{
    /// <summary>Changes nothing.</summary>
    Read = 0,

    /// <summary>Changes files or records that are the run's own business.</summary>
    Write = 1,

    /// <summary>Runs code or commands.</summary>
    Execute = 2,

    /// <summary>Reaches other people or systems.</summary>
    Outward = 3,
}
