using System.ComponentModel;
using System.Globalization;
using System.Net;
using Isaa.Agents.Mcp;
using Isaa.Agents.Settings.Tools;
using Isaa.Diagnostics;

namespace Isaa.Connectors.Mcp;

/// <summary>Why a server cannot be used, and whether that may pass by itself.</summary>
internal static class McpFailure
{
    /// <summary>The error for a connection that could not be made.</summary>
    /// <param name="server">The server.</param>
    /// <param name="failure">What happened.</param>
    /// <param name="waited">How long it was waited for, when that was too long; otherwise null.</param>
    public static IsaaException Of(AgentMcpServer server, Exception failure, TimeSpan? waited)
    {
        var causes = Causes(failure).ToList();
        if (causes.OfType<IsaaException>().FirstOrDefault() is { } refusal)
        {
            return new IsaaException(refusal.Code, refusal.Message, failure);
        }

        var reason = waited is { } time ? string.Create(CultureInfo.InvariantCulture, $"it did not answer within {time.TotalSeconds:0} seconds") : failure.Message;
        var message = $"Server '{server.Name}' ({server.Url ?? server.Command}) cannot be used: {reason}.";
        return waited is null && causes.Any(IsLasting) ? new IsaaException("mcp_unavailable", message, failure) : new McpOutageException(message, failure);
    }

    /// <summary>What is told of a call that failed.</summary>
    public static string Say(Exception failure) => (Causes(failure).FirstOrDefault(cause => cause is IsaaException) ?? Causes(failure).Last()).Message;

    // No such program, or a server that refuses what it was sent.
    private static bool IsLasting(Exception cause) => cause is Win32Exception and not System.Net.Sockets.SocketException
        or HttpRequestException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests) };

    private static IEnumerable<Exception> Causes(Exception failure) => failure is AggregateException several
        ? several.InnerExceptions.SelectMany(Causes).Prepend(failure)
        : failure.InnerException is { } inner ? Causes(inner).Prepend(failure) : [failure];
}
