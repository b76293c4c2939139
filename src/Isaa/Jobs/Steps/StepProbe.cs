namespace Isaa.Jobs.Steps;

/// <summary>What a probe found.</summary>
/// <typeparam name="T">The step's result.</typeparam>
/// <param name="Happened">Whether the act took place.</param>
/// <param name="Result">Its result, when it did.</param>
public readonly record struct StepProbe<T>(bool Happened, T? Result);
