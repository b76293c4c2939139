namespace Isaa.Functions.Storing;

/// <summary>Which functions a person must accept before they are used. What a person refused is never used.</summary>
public enum FunctionApproval
{
    /// <summary>Those in safe mode, and those that have a network.</summary>
    SafeMode,

    /// <summary>All.</summary>
    Always,

    /// <summary>None.</summary>
    Never,
}
