namespace Isaa.Jobs.Duties;

/// <summary>Who has a duty.</summary>
/// <param name="Duty">The duty with its holder and term.</param>
/// <param name="HeldTo">When others may take it.</param>
public readonly record struct DutyStatus(Duty Duty, DateTimeOffset HeldTo);
