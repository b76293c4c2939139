namespace Isaa.Jobs.Steps;

/// <summary>What a step's act is told.</summary>
/// <param name="IdempotencyKey">The same for every try of this step.</param>
/// <param name="IsRepeat">Whether an earlier try of this repeatable or reconcilable step may have acted already.</param>
public readonly record struct StepScope(string IdempotencyKey, bool IsRepeat);
