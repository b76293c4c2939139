using Isaa.Diagnostics;

namespace Isaa.Agents.Mcp;

/// <summary>A server cannot be used now (<c>mcp_unavailable</c>), in a way that may pass by itself: it is down, busy, or too slow.</summary>
public sealed class McpOutageException : IsaaException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was wrong, safe to show.</param>
    /// <param name="innerException">The cause, for the log only.</param>
    public McpOutageException(string message, Exception? innerException = null)
        : base("mcp_unavailable", message, innerException)
    {
    }
}
