using Isaa.Diagnostics;

namespace Isaa.Models;

/// <summary>A model service failed. The code says how: <c>model_rate_limited</c>, <c>model_unavailable</c>, <c>model_stream_cut</c>,
/// <c>model_timeout</c>, <c>model_auth</c>, <c>model_rejected</c>, <c>model_context_exceeded</c>, <c>model_bad_answer</c>.</summary>
public sealed class ModelException : IsaaException
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">One of the codes named above.</param>
    /// <param name="message">What was wrong, safe to show; never holds a key.</param>
    /// <param name="isTransient">Whether the same call may succeed later.</param>
    /// <param name="innerException">The cause, for the log only.</param>
    public ModelException(string code, string message, bool isTransient, Exception? innerException = null)
        : base(code, message, innerException) => IsTransient = isTransient;

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsTransient { get; }

    /// <summary>How long the service asked to wait; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
