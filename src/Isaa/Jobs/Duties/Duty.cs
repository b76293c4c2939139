namespace Isaa.Jobs.Duties;

/// <summary>
/// The right to do what only one process may do at a time. Every write under it carries it; once another process has taken over, the store refuses the
/// write, however late it comes.
/// </summary>
/// <param name="Name">What is to be done, for example <c>retention</c>.</param>
/// <param name="Holder">The process.</param>
/// <param name="Term">Grows with each taking; no two holders ever have the same.</param>
public readonly record struct Duty(string Name, Guid Holder, long Term);
