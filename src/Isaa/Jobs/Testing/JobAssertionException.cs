namespace Isaa.Jobs.Testing;

/// <summary>A test expected something of the queue that is not so; the message says what is there instead.</summary>
public sealed class JobAssertionException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">What was expected and what is there.</param>
    public JobAssertionException(string message)
        : base(message)
    {
    }
}
