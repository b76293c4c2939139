namespace Isaa.Sandbox.Networking;

/// <summary>What a client asked of the proxy is not done.</summary>
/// <param name="status">The HTTP status that says so.</param>
/// <param name="reason">Why, in one line.</param>
internal sealed class ProxyRefusalException(int status, string reason) : Exception(reason)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;
}
