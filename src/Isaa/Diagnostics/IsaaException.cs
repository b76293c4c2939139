namespace Isaa.Diagnostics;

/// <summary>
/// An error that a user, an operator or a model may read. Any other exception that leaves the process is reported as
/// an internal error with a trace id.
/// </summary>
/// <remarks>
/// <see cref="Code"/> is stable and written in lower snake case; the message says what was wrong, where, and what would be right.
/// The message must never hold a secret.
/// </remarks>
public class IsaaException : Exception
{
    /// <summary>Creates an error with a stable code and a message that is safe to show.</summary>
    /// <param name="code">Stable, lower snake case, for example <c>model_unknown</c>.</param>
    /// <param name="message">What was wrong, where, and what would be right.</param>
    /// <param name="innerException">The cause, for the log only; it is never shown.</param>
    public IsaaException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The stable code a caller may branch on.</summary>
    public string Code { get; }
}
