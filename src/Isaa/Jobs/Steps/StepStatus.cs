namespace Isaa.Jobs.Steps;

/// <summary>How a step came to its result.</summary>
public enum StepStatus
{
    /// <summary>It ran now.</summary>
    Ran,

    /// <summary>It had run before; this is the kept result.</summary>
    Replayed,

    /// <summary>The process died between its intent and its result; whether it took place is not known, and it was not repeated.</summary>
    Unknown,
}
