namespace Isaa.Protocol;

/// <summary>No server answered, or what answered was none of ours. The message names the address.</summary>
public sealed class IsaaUnreachableException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was tried and what happened.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public IsaaUnreachableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
