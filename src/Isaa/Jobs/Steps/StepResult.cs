namespace Isaa.Jobs.Steps;

/// <summary>A step's result.</summary>
/// <typeparam name="T">The result.</typeparam>
/// <param name="Status">How it came about.</param>
/// <param name="Value">The result; default when the outcome is unknown.</param>
public readonly record struct StepResult<T>(StepStatus Status, T? Value);
